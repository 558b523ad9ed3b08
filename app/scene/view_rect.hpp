// The rectangle of the plane that a picture shows, and the moves a hand makes on it.
// World: y up. Pixels: (0, 0) is the top left corner of the top left pixel, y down.
#pragma once

namespace thalweg::app {

struct WorldPoint {
    double x = 0, y = 0;
    bool operator==(const WorldPoint&) const = default;
};

struct PixelPoint {
    double x = 0, y = 0;
    bool operator==(const PixelPoint&) const = default;
};

struct PixelSize {
    int width = 0, height = 0;
    bool operator==(const PixelSize&) const = default;
};

struct ViewRect {
    double x_lo = -1, x_hi = 1, y_lo = -1, y_hi = 1;

    double width() const { return x_hi - x_lo; }
    double height() const { return y_hi - y_lo; }
    bool contains(WorldPoint p) const { return p.x >= x_lo && p.x <= x_hi && p.y >= y_lo && p.y <= y_hi; }

    PixelPoint to_pixel(WorldPoint p, PixelSize size) const;
    WorldPoint from_pixel(PixelPoint p, PixelSize size) const;
    bool operator==(const ViewRect&) const = default;
};

enum class AspectPolicy { stretch, equal };  // equal: one unit of x is as long on screen as one of y

// Shows all of `domain`, with `margin` (a fraction of its size) on every side.
ViewRect fit(const ViewRect& domain, AspectPolicy policy, PixelSize size, double margin = 0.0);

// The picture follows the hand: what was at pixel p is then at p + (dx, dy).
ViewRect panned(const ViewRect& view, PixelPoint by, PixelSize size);

// `factor` > 1 magnifies; the world point under pixel `about` stays there. Returns a legal view (see `limited`).
ViewRect zoomed(const ViewRect& view, double factor, PixelPoint about, PixelSize size);

// The nearest view whose neighbouring pixels are distinct doubles and whose coordinates do not overflow.
ViewRect limited(const ViewRect& view);

}  // namespace thalweg::app
