#version 330 core
// Vertices are samples of the height texture: their number says where they stand.
uniform sampler2D samples;    // mapped height above the floor, its slopes per sample
uniform int columns;
uniform vec4 plan;            // box x, y of the first sample; steps
uniform float height_scale;   // mapped height to box units
uniform mat4 camera;
out vec2 at;                  // in samples

void main() {
    ivec2 sample_at = ivec2(gl_VertexID % columns, gl_VertexID / columns);
    at = vec2(sample_at);
    gl_Position = camera * vec4(plan.xy + at * plan.zw, texelFetch(samples, sample_at, 0).r * height_scale, 1.0);
}
