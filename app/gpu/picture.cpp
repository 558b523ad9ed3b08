#include "app/gpu/picture.hpp"

#include "app/gpu/changed.hpp"

namespace thalweg::app {

void ContourPicture::update(const PictureInput& input) {
    const bool frame_changed = update_field(input);
    update_bands(input, frame_changed);
    update_paths(input, frame_changed);
}

bool ContourPicture::update_field(const PictureInput& input) {
    bool frame = changed(size_, input.size);
    frame |= changed(view_, input.view);
    const bool rescaled = contour_.scale != input.contour.scale;
    bool heights = frame;
    heights |= changed(field_, input.field);
    heights |= changed(mapping_, input.mapping);
    bool ground = changed(contour_, input.contour);
    ground |= changed(background_, input.background);
    heights_stale_ |= heights;
    ground_stale_ |= heights || ground;
    return frame || rescaled;
}

void ContourPicture::update_bands(const PictureInput& input, bool view_changed) {
    const std::size_t count = input.bands.size();
    if (count != bands_.size()) {
        band_keys_.resize(count);
        bands_.resize(count);
        band_colours_.resize(count);
        bands_stale_ = true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const PictureBand& band = input.bands[i];
        bool rebuild = changed(band_keys_[i], {band.revision, band.rows.size()});
        rebuild |= view_changed;
        if (rebuild) bands_[i] = build_band(band.rows, view_, size_);
        bands_stale_ |= rebuild;
        bands_stale_ |= changed(band_colours_[i], band.colour);
    }
}

void ContourPicture::update_paths(const PictureInput& input, bool view_changed) {
    const std::size_t count = input.paths.size();
    if (count != path_keys_.size()) {
        path_keys_.resize(count);
        geometries_.resize(count);
        styles_.resize(count);
        geometry_stale_ = true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const PicturePath& path = input.paths[i];
        const double scale = static_cast<double>(contour_.scale), dash_period = static_cast<double>(path.style.dash_period()) * scale;
        bool rebuild = changed(path_keys_[i], {path.revision, path.points.count, dash_period});
        rebuild |= view_changed;
        if (rebuild) {
            geometries_[i] = build_path(path.points, view_, size_, {.scale = scale, .dash_period = dash_period});
            geometry_stale_ = true;
        }
        paths_stale_ |= changed(styles_[i], path.style);
    }
    if (changed(playhead_, input.playhead) && count > 0) paths_stale_ = true;
}

bool ContourPicture::render() {
    if (size_.width <= 0 || size_.height <= 0) return false;
    if (!heights_stale_ && !ground_stale_ && !bands_stale_ && !paths_stale_ && !geometry_stale_) return false;
    ground_stale_ |= ground_.resize(size_);
    final_.resize(size_);
    if (!field_ || field_->empty()) {
        ground_.clear(background_);
    } else if (ground_stale_) {
        heights_stale_ |= heights_.resize({size_.width + 2 * FieldRenderer::heights_apron, size_.height + 2 * FieldRenderer::heights_apron});
        if (heights_stale_) {
            field_renderer_.upload(*field_);
            field_renderer_.draw_heights(mapping_, view_, heights_);
        }
        field_renderer_.draw_colours(mapping_, contour_, heights_, ground_);
    }
    if (geometry_stale_) path_renderer_.set_paths(geometries_);
    if (!bands_.empty() && (bands_stale_ || ground_stale_)) {
        banded_.resize(size_);
        ground_.copy_to(banded_);
        band_renderer_.draw(bands_, band_colours_, size_);
    }
    (bands_.empty() ? ground_ : banded_).copy_to(final_);
    path_renderer_.draw(styles_, playhead_, contour_.scale, size_);
    heights_stale_ = ground_stale_ = bands_stale_ = paths_stale_ = geometry_stale_ = false;
    bind_window_framebuffer();
    return true;
}

}  // namespace thalweg::app
