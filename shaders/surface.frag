#version 330 core
// Colour, light and isolines come from the texture, which is finer than the triangles: they do not change when the picture comes to rest.
// Isolines as in contour.frag; the slope on screen is the texture's slope times how fast its samples pass by from pixel to pixel.
in vec2 at;                   // in samples
uniform sampler2D samples;    // mapped height above the floor, its slopes per sample
uniform vec2 texel;
uniform sampler2D colours;    // 256 x 1
uniform vec2 to_colour;       // height to [0, 1] on the colour map: scale, offset
uniform vec4 plan;
uniform float height_scale;
uniform vec3 light;
uniform vec2 levels;          // number of the isoline at a height: scale, offset
uniform vec2 majors;
uniform vec4 ink_on_dark, ink_on_light;
uniform float major_gain;
uniform float first_on_light;
uniform vec2 half_width;
uniform vec2 fade;
out vec4 colour;

const float ambient = 0.56, diffuse = 0.52, shine = 0.05;

void main() {
    vec3 here = texture(samples, (at + 0.5) * texel).rgb;
    float shade = clamp(here.r * to_colour.x + to_colour.y, 0.0, 1.0);
    vec3 c = texture(colours, vec2((shade * 255.0 + 0.5) / 256.0, 0.5)).rgb;
#ifdef ISOLINES
    vec2 slope = vec2(dot(here.gb, dFdx(at)), dot(here.gb, dFdy(at))) * levels.x;
    float gap = inversesqrt(max(dot(slope, slope), 1e-12));  // pixels from one isoline to the next
    float number = here.r * levels.x + levels.y, nearest = floor(number + 0.5);
    bool major = fract((nearest + 0.5) * majors.x + majors.y) < majors.x;
    float away = abs(number - nearest) * gap, apart = major ? gap / majors.x : gap;
    float cover = clamp((major ? half_width.y : half_width.x) - away, 0.0, 1.0) * clamp(apart * fade.x + fade.y, 0.0, 1.0);
    vec4 ink = nearest < first_on_light ? ink_on_dark : ink_on_light;
    float strength = nearest < -0.5 ? 0.0 : min(major ? ink.a * major_gain : ink.a, 1.0);
    c = mix(c, ink.rgb, cover * strength);
#endif
    vec3 normal = normalize(vec3(-here.gb * height_scale / plan.zw, 1.0));
    float lit = gl_FrontFacing ? max(dot(normal, light), 0.0) : 0.25;  // the underside is even, or it would draw the eye
    colour = vec4(c * (ambient + diffuse * lit) + shine * pow(lit, 24.0), 1.0);
}
