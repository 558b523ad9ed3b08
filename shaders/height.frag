#version 330 core
// First pass of a contour picture: the mapped height of every pixel, and of one more around the picture for the slopes of the second pass.
// DIRECT: pixels are samples, up to a whole number of them. Otherwise Catmull-Rom between samples: linear filtering shows as beads along narrow valleys.
// LOG: log10(f - base + floor); taken after the interpolation, because f is smooth at a minimum and its logarithm is not.
// HOLES: some samples have no finite value; they come out as `no_value`.
uniform sampler2D heights;     // f - base of the field, with an apron of two samples
uniform vec2 first_sample;     // of the lower left corner of the target, in samples of the texture
uniform vec2 samples_per_pixel;
uniform ivec2 first_pixel;      // DIRECT: first_sample, rounded
uniform float shift;           // base of the field - base of the mapping
uniform float height_floor;
out float mapped;

const float no_value = 3e38, finite_below = 1e38;

float nearest(vec2 p) { return texelFetch(heights, clamp(ivec2(floor(p + 0.5)), ivec2(0), textureSize(heights, 0) - 1), 0).r; }

float interpolated() {
    vec2 p = gl_FragCoord.xy * samples_per_pixel + first_sample;
    ivec2 i = ivec2(floor(p)), last = textureSize(heights, 0) - 1;
    vec2 f = p - vec2(i);
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f)), w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f)), w3 = f * f * (-0.5 + 0.5 * f);
    float wx[4] = float[4](w0.x, w1.x, w2.x, w3.x), wy[4] = float[4](w0.y, w1.y, w2.y, w3.y);
    float sum = 0.0, highest = 0.0;
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 4; ++x) {
            float h = texelFetch(heights, clamp(i + ivec2(x - 1, y - 1), ivec2(0), last), 0).r;
#ifdef HOLES
            highest = max(highest, h);
            h = min(h, finite_below);
#endif
            sum += wx[x] * wy[y] * h;
        }
#ifdef HOLES
    return highest > finite_below ? nearest(p) : sum;
#else
    return sum;
#endif
}

void main() {
#ifdef DIRECT
    float h = texelFetch(heights, clamp(ivec2(gl_FragCoord.xy) + first_pixel, ivec2(0), textureSize(heights, 0) - 1), 0).r;
#else
    float h = interpolated();
#endif
    float above = h + shift;
#ifdef LOG
    float result = log2(max(above, 0.0) + height_floor) * 0.30102999566;
#else
    float result = above;
#endif
#ifdef HOLES
    result = h > finite_below ? no_value : result;
#endif
    mapped = result;
}
