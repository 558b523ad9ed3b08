#version 330 core
// A band of overlapping triangles; its depth lets every pixel pass once.
layout(location = 0) in vec2 place;
uniform vec2 picture;
uniform float depth;

void main() {
    gl_Position = vec4(place / picture * vec2(2.0, -2.0) + vec2(-1.0, 1.0), depth, 1.0);
}
