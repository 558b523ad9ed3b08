#version 330 core
// A stretch of a line with round ends, anti-aliased by its distance. DASHED: by arc length, with round ends too.
// TAIL: what comes after the playhead, translucent. Where a line is translucent its joints are divided, or they would show as darker beads.
in vec2 here;
flat in vec4 a, b;
flat in vec2 strengths;
flat in vec4 joints;
uniform vec4 colour;
uniform vec4 dash;           // on, off, on, off in pixels
uniform float half_width;
uniform float playhead;      // step
out vec4 result;

void main() {
    vec2 d = b.xy - a.xy;
    float along = clamp(dot(here - a.xy, d) / max(dot(d, d), 1e-9), 0.0, 1.0);
    float away = length(here - a.xy - d * along);
    float at_step = mix(a.w, b.w, along);
#ifdef TAIL
    if (at_step <= playhead) discard;
    const bool divided = true;
#else
    if (at_step > playhead) discard;
    bool divided = min(strengths.x, strengths.y) < 0.99;
#endif
    if (divided && (dot(here - a.xy, joints.xy) < 0.0 || dot(here - b.xy, joints.zw) > 0.0)) discard;
#ifdef DASHED
#ifdef DRAPED
    float arc = mix(a.z, b.z, along);
#else
    float arc = a.z + along * length(d);  // a and b count modulo the period
#endif
    float s = mod(arc, dash.x + dash.y + dash.z + dash.w);
    // How far inside the nearest dash this place is (negative: outside): the first, the first again, the second.
    float inside = max(min(s, dash.x - s), s - (dash.x + dash.y + dash.z + dash.w));
    float second = dash.x + dash.y;
    inside = dash.z > 0.0 ? max(inside, min(s - second, second + dash.z - s)) : inside;
    away = length(vec2(away, min(inside, 0.0)));
#endif
    float cover = clamp(half_width + 0.5 - away, 0.0, 1.0);
    if (cover <= 0.0) discard;
    result = vec4(colour.rgb, colour.a * cover * mix(strengths.x, strengths.y, along));
}
