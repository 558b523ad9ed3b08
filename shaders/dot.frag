#version 330 core
// A small disc with a rim.
in vec2 offset;
flat in float opacity;
uniform vec4 colour, rim;
uniform float radius, rim_width;
uniform float strength;
out vec4 result;

void main() {
    float away = length(offset);
    float cover = clamp(radius + 0.5 - away, 0.0, 1.0);
    if (cover <= 0.0) discard;
    float inner = clamp(radius - rim_width + 0.5 - away, 0.0, 1.0);
    result = vec4(mix(rim.rgb, colour.rgb, inner), cover * strength * opacity);
}
