#version 330 core
// One quad for each segment of a polyline; the buffer is bound four times, shifted by one vertex each.
// Vertex: x, y in pixels (y down), arc length, step; a negative step marks the gap between two strips.
// DRAPED: x, y, z in the surface's box, step, and the arc lengths of both ends apart. Lifted a little towards the eye, so that the surface below
// does not swallow the line.
layout(location = 0) in vec4 vertex0;
layout(location = 1) in vec4 vertex1;
layout(location = 2) in vec4 vertex2;
layout(location = 3) in vec4 vertex3;
layout(location = 6) in float strength1;  // opacity at both ends
layout(location = 7) in float strength2;
#ifdef DRAPED
layout(location = 4) in float arc1;
layout(location = 5) in float arc2;
uniform mat4 camera;
uniform vec3 eye;
uniform float lift;          // box units
uniform float arc_scale;     // pixels per box unit
#endif
uniform vec2 picture;        // pixels
uniform float half_width;
out vec2 here;
flat out vec4 a, b;
flat out vec2 strengths;
flat out vec4 joints;        // normals of the planes that divide a joint between its two segments; zero: none

// Returns the plane's normal in xy, and in z how far the segment's quad has to reach beyond the joint.
vec3 joint(vec2 d, float size, vec4 from, vec4 to) {
    float full = half_width + 1.0;
    vec2 e = to.xy - from.xy;
    float l = length(e);
    if (from.w < 0.0 || to.w < 0.0 || l < 1e-5) return vec3(0.0, 0.0, full);
    e /= l;
    float bend = dot(d, e);
    // Where short pieces turn sharply, planes of several joints would cut each other's pixels away; better to overlap there.
    bool safe = bend > 0.5 || (min(size, l) > half_width && bend > -0.98);
    // A gentle joint needs half_width · tan(angle / 2) only: most pieces are shorter than the line is wide.
    float reach = bend > 0.5 ? half_width * sqrt(max(1.0 - bend, 0.0) / (1.0 + bend)) + 1.0 : full;
    return vec3(safe ? d + e : vec2(0.0), reach);
}

#ifdef DRAPED
// In pixels; what is behind the eye becomes a gap.
vec4 on_screen(vec4 p, float arc) {
    vec4 c = camera * vec4(p.xyz, 1.0);
    vec2 at = c.xy / c.w;
    return vec4((at * vec2(0.5, -0.5) + 0.5) * picture, arc * arc_scale, c.w > 1e-4 ? p.w : -1.0);
}

float depth(vec4 p) {
    vec4 c = camera * vec4(p.xyz + lift * normalize(eye - p.xyz), 1.0);
    return clamp(c.z / c.w, -1.0, 1.0);
}
#endif

void main() {
#ifdef DRAPED
    vec4 previous = on_screen(vertex0, 0.0), start = on_screen(vertex1, arc1), end = on_screen(vertex2, arc2), next = on_screen(vertex3, 0.0);
    float depth_here = gl_VertexID < 2 ? depth(vertex1) : depth(vertex2);
#else
    vec4 previous = vertex0, start = vertex1, end = vertex2, next = vertex3;
    const float depth_here = 0.0;
#endif
    a = start;
    b = end;
    strengths = vec2(strength1, strength2);
    vec2 d = end.xy - start.xy;
    float size = max(length(d), 1e-6);
    d /= size;
    vec3 first = joint(d, size, previous, start), second = joint(d, size, end, next);
    joints = vec4(first.xy, second.xy);
    vec2 n = vec2(-d.y, d.x) * (half_width + 1.0);
    here = (gl_VertexID < 2 ? start.xy - d * first.z : end.xy + d * second.z) + ((gl_VertexID & 1) == 0 ? -n : n);
    bool gap = start.w < 0.0 || end.w < 0.0;
    gl_Position = gap ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(here / picture * vec2(2.0, -2.0) + vec2(-1.0, 1.0), depth_here, 1.0);
}
