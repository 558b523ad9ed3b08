#version 330 core
// Second pass of a contour picture: colour of height, isolines one or two pixels wide, hatching where there is no value.
// Lines are as far away as the height differs, divided by the slope. The slope is the larger one-sided difference: derivatives by quads
// speckle at valley floors, where central differences vanish.
// Lines are lighter than the dark part of the map and darker than the light part, by their own height, so that no line changes along its way.
uniform sampler2D mapped;       // first pass, with an apron of one pixel
uniform vec2 texel;             // 1 / size of `mapped`
uniform sampler2D colours;      // 256 x 1
uniform vec2 to_colour;         // mapped height to table index: scale, offset
uniform vec2 levels;            // number of the isoline at a mapped height: scale, offset
uniform vec2 majors;            // every so many isolines: 1 / number, offset
uniform vec4 ink_on_dark, ink_on_light;  // colour, strength
uniform float major_gain;       // of the strength
uniform float first_on_light;   // number of the first isoline that is darker than its ground
uniform vec2 half_width;        // pixels, + 0.5 for the soft edge: isoline, major isoline
uniform vec2 fade;              // visibility of lines so many pixels apart: scale, offset
uniform vec3 hole, hole_line;
uniform float hatch;            // pixels between hatch lines
out vec4 colour;

const float finite_below = 1e38;

// Plain sampling at texel centres: software GL does it a fifth faster than texelFetch.
float height(vec2 uv, float otherwise) {
    float h = texture(mapped, uv).r;
#ifdef HOLES
    h = h > finite_below ? otherwise : h;
#endif
    return h;
}

void main() {
    vec2 uv = (gl_FragCoord.xy + 1.0) * texel;
    float here = texture(mapped, uv).r;
    float entry = clamp(here * to_colour.x + to_colour.y, 0.0, 255.0);
    vec3 c = texture(colours, vec2((entry + 0.5) / 256.0, 0.5)).rgb;
#ifdef ISOLINES
    float left = height(uv - vec2(texel.x, 0.0), here), right = height(uv + vec2(texel.x, 0.0), here);
    float below = height(uv - vec2(0.0, texel.y), here), above = height(uv + vec2(0.0, texel.y), here);
    vec2 slope = max(abs(vec2(right, above) - here), abs(vec2(left, below) - here)) * levels.x;
    float gap = inversesqrt(max(dot(slope, slope), 1e-24));  // pixels from one isoline to the next
    float number = here * levels.x + levels.y, nearest = floor(number + 0.5);
    bool major = fract((nearest + 0.5) * majors.x + majors.y) < majors.x;
    float away = abs(number - nearest) * gap, apart = major ? gap / majors.x : gap;
    float cover = clamp((major ? half_width.y : half_width.x) - away, 0.0, 1.0) * clamp(apart * fade.x + fade.y, 0.0, 1.0);
    vec4 ink = nearest < first_on_light ? ink_on_dark : ink_on_light;
    float strength = nearest < -0.5 ? 0.0 : min(major ? ink.a * major_gain : ink.a, 1.0);
    c = mix(c, ink.rgb, cover * strength);
#endif
#ifdef HOLES
    float across = mod(gl_FragCoord.x + gl_FragCoord.y, hatch);
    float stroke = clamp(hatch * 0.12 + 0.5 - abs(across - 0.5 * hatch) * 0.7071, 0.0, 1.0);
    c = here > finite_below ? mix(hole, hole_line, stroke) : c;
#endif
    colour = vec4(c, 1.0);
}
