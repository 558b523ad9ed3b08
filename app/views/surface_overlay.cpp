#include "app/views/surface_overlay.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/axis.hpp"
#include "app/widgets/controls.hpp"

namespace thalweg::app {
namespace {

constexpr float strength_if_hidden = 0.35f;
constexpr int wall_ticks = 6;

// The sides of the box that face the eye; the walls with the grid are the other two.
struct Sides {
    double front_x, front_y;
};

Sides sides_of(const SurfaceScene& s) {
    const Vec3& back = s.camera.back();
    return {back.x() >= 0 ? s.mesh.half_x : -s.mesh.half_x, back.y() >= 0 ? s.mesh.half_y : -s.mesh.half_y};
}

HeightMapping vertical(const SurfaceMesh& mesh) {
    HeightMapping m = mesh.mapping;
    m.lo = mesh.lo;
    m.hi = mesh.hi;
    return m;
}

// One edge of the box with its ticks, labelled on the side away from the box.
class EdgeAxis {
public:
    EdgeAxis(const Ui& ui, const SurfaceScene& scene, const Vec3& from, const Vec3& to, std::vector<Rect>& taken)
        : ui_(ui), scene_(scene), from_(from), to_(to), taken_(taken) {
        const auto a = scene.camera.project(from), b = scene.camera.project(to), middle = scene.camera.project({0, 0, 0.5 * scene.box_height});
        if (!a || !b || !middle) return;
        a_ = scene.on_screen(a->at), b_ = scene.on_screen(b->at);
        const ImVec2 centre = scene.on_screen(middle->at);
        const float dx = b_.x - a_.x, dy = b_.y - a_.y;
        length_ = std::hypot(dx, dy);
        if (!(length_ > ui_.px(40)) || length_ > ui_.px(20'000)) return;
        out_ = {-dy / length_, dx / length_};
        const ImVec2 away{0.5f * (a_.x + b_.x) - centre.x, 0.5f * (a_.y + b_.y) - centre.y};
        if (out_.x * away.x + out_.y * away.y < 0) out_ = {-out_.x, -out_.y};
        visible_ = true;
    }

    explicit operator bool() const { return visible_; }
    int room(float apart) const { return std::clamp(static_cast<int>(length_ / apart), 2, 12); }

    void edge() const { ImGui::GetWindowDrawList()->AddLine(a_, b_, ui_.theme->outline, ui_.line()); }

    void name(std::string_view text) {
        place(point(0.5), ui_.px(38), ui_.fonts.body, ui_.theme->secondary, text);
    }

    void tick(double unit, std::string_view label) {
        const auto p = point(unit);
        if (!p) return;
        if (!place(p, ui_.px(8), ui_.fonts.small, ui_.theme->secondary, label)) return;
        ImGui::GetWindowDrawList()->AddLine(*p, {p->x + out_.x * ui_.px(5), p->y + out_.y * ui_.px(5)}, ui_.theme->outline, ui_.line());
    }

private:
    std::optional<ImVec2> point(double unit) const {
        const auto p = scene_.camera.project(from_ + unit * (to_ - from_));
        return p ? std::optional(scene_.on_screen(p->at)) : std::nullopt;
    }

    // A text whose box starts `off` away from p; left out where it would leave the picture or lie upon another.
    bool place(const std::optional<ImVec2>& p, float off, ImFont* font, ImU32 ink, std::string_view text) {
        if (!p) return false;
        const float half = 0.5f * text_width(font, text), high = 0.5f * text_height(font);
        const float reach = off + std::abs(out_.x) * half + std::abs(out_.y) * high * 0.7f;
        const ImVec2 c{std::floor(p->x + out_.x * reach), std::floor(p->y + out_.y * reach)};
        const Rect box{c.x - half, c.y - high, c.x + half, c.y + high};
        if (!scene_.picture.contains(box)) return false;
        const Rect airy = box.inset(-ui_.px(3), 0);
        if (std::any_of(taken_.begin(), taken_.end(), [&](const Rect& r) { return r.overlaps(airy); })) return false;
        taken_.push_back(box);
        draw_text(*ImGui::GetWindowDrawList(), font, c.x, c.y, ink, text, 0.5f);
        return true;
    }

    const Ui& ui_;
    const SurfaceScene& scene_;
    Vec3 from_, to_;
    std::vector<Rect>& taken_;
    ImVec2 a_{}, b_{}, out_{};
    float length_ = 0;
    bool visible_ = false;
};

}  // namespace

std::optional<Point> point_under(const SurfaceScene& scene, ImVec2 mouse) {
    const auto hit = pick(scene.mesh, scene.box_height, scene.camera.ray(scene.in_picture(mouse)));
    if (!hit) return std::nullopt;
    const WorldPoint p = scene.mesh.world(*hit);
    return Point(p.x, p.y);
}

Placer placer_of(const SurfaceScene& scene, bool occlusion) {
    return [&scene, occlusion](const Point& p) {
        const auto at = scene.mesh.on_surface(world(p), scene.box_height);
        const auto seen = at ? scene.camera.project(*at) : std::nullopt;
        if (!seen) return PlacedPoint{{}, false, 0};
        PlacedPoint placed{scene.on_screen(seen->at)};
        if (occlusion && !visible_from(scene.mesh, scene.box_height, scene.camera.eye(), *at)) placed.strength = strength_if_hidden;
        return placed;
    };
}

std::vector<DrapedVertex> wall_grid(const SurfaceScene& s) {
    std::vector<DrapedVertex> lines;
    const Sides front = sides_of(s);
    const double hx = s.mesh.half_x, hy = s.mesh.half_y, h = s.box_height;
    const auto along_x = [&](double x) { append_line(lines, {x, front.front_y, 0}, {x, -front.front_y, 0}), append_line(lines, {x, -front.front_y, 0}, {x, -front.front_y, h}); };
    const auto along_y = [&](double y) { append_line(lines, {front.front_x, y, 0}, {-front.front_x, y, 0}), append_line(lines, {-front.front_x, y, 0}, {-front.front_x, y, h}); };
    const auto along_z = [&](double z) { append_line(lines, {-hx, -front.front_y, z}, {hx, -front.front_y, z}), append_line(lines, {-front.front_x, -hy, z}, {-front.front_x, hy, z}); };
    for (const double x : {-hx, hx}) along_x(x);
    for (const double y : {-hy, hy}) along_y(y);
    for (const double z : {0.0, h}) along_z(z);
    for (const Tick& t : nice_ticks({s.mesh.rect.x_lo, s.mesh.rect.x_hi}, wall_ticks))
        if (t.major) along_x((2 * t.unit - 1) * hx);
    for (const Tick& t : nice_ticks({s.mesh.rect.y_lo, s.mesh.rect.y_hi}, wall_ticks))
        if (t.major) along_y((2 * t.unit - 1) * hy);
    for (const LevelTick& t : colour_bar_ticks(vertical(s.mesh), wall_ticks)) along_z(t.fraction * h);
    return lines;
}

void draw_box_axes(const Ui& ui, const SurfaceScene& s, const BoxNames& names, const Rect& covered) {
    const Sides front = sides_of(s);
    const double hx = s.mesh.half_x, hy = s.mesh.half_y;
    std::vector<Rect> taken{covered};
    // Only edges on the outline of the box, where nothing can be in front of them: at the foot of a side that faces the eye; else, from high above, at its top.
    const Vec3& eye = s.camera.eye();
    const auto faces = [](double at, double side) { return at * side > side * side; };
    const auto level = [&](double at, double side) { return faces(at, side) || eye.z() < s.box_height ? 0.0 : s.box_height; };
    const double x_level = level(eye.y(), front.front_y), y_level = level(eye.x(), front.front_x);
    EdgeAxis x(ui, s, {-hx, front.front_y, x_level}, {hx, front.front_y, x_level}, taken);
    EdgeAxis y(ui, s, {front.front_x, -hy, y_level}, {front.front_x, hy, y_level}, taken);
    // Height stands at the left: of the upright edges on the outline the one that is leftmost on screen.
    Vec3 foot(0, 0, 0);
    double leftmost = 1e30;
    for (const double cx : {-hx, hx})
        for (const double cy : {-hy, hy})
            if (const auto p = s.camera.project({cx, cy, 0}); p && faces(eye.x(), cx) != faces(eye.y(), cy) && p->at.x < leftmost) {
                leftmost = p->at.x;
                foot = {cx, cy, 0};
            }
    EdgeAxis z(ui, s, foot, foot + Vec3(0, 0, leftmost < 1e30 ? s.box_height : 0), taken);
    if (x) x.edge(), x.name(names.x);
    if (y) y.edge(), y.name(names.y);
    if (z) z.edge(), z.name(names.height);
    if (x)
        for (const Tick& t : nice_ticks({s.mesh.rect.x_lo, s.mesh.rect.x_hi}, x.room(ui.px(56))))
            if (t.major) x.tick(t.unit, t.label);
    if (y)
        for (const Tick& t : nice_ticks({s.mesh.rect.y_lo, s.mesh.rect.y_hi}, y.room(ui.px(56))))
            if (t.major) y.tick(t.unit, t.label);
    if (z)
        for (const LevelTick& t : colour_bar_ticks(vertical(s.mesh), z.room(ui.px(24)))) z.tick(t.fraction, t.label);
}

}  // namespace thalweg::app
