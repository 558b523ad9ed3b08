#version 330 core
// One quad for each dot. Vertex as in path.vert.
layout(location = 0) in vec4 centre;
layout(location = 1) in float strength_here;
uniform vec2 picture;
uniform float radius;        // pixels, rim included
uniform vec2 steps;          // shown: after the first, up to the second
out vec2 offset;
flat out float opacity;

void main() {
    offset = vec2((gl_VertexID & 1) == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0) * (radius + 1.0);
    opacity = strength_here;
    bool shown = centre.w > steps.x && centre.w <= steps.y;
    gl_Position = shown ? vec4((centre.xy + offset) / picture * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
