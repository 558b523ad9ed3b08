#include "app/gpu/surface_picture.hpp"

#include <algorithm>

#include "app/gpu/changed.hpp"

namespace thalweg::app {

void SurfacePicture::update(const SurfacePictureInput& input) {
    bool scene = changed(size_, input.size);
    scene |= changed(camera_, input.camera);
    scene |= changed(margin_, input.margin);
    scene |= changed(mesh_, input.mesh);
    scene |= changed(box_height_, input.box_height);
    scene |= changed(fine_, input.fine);
    scene |= changed(style_, input.style);
    scene |= changed(background_, input.background);
    scene |= changed(grid_colour_, input.grid_colour);
    if (!std::equal(input.grid.begin(), input.grid.end(), lines_[0].begin(), lines_[0].end())) {
        lines_[0].assign(input.grid.begin(), input.grid.end());
        scene = lines_stale_ = true;
    }
    scene_stale_ |= scene;

    const std::size_t count = input.paths.size();
    if (count != path_keys_.size()) {
        path_keys_.resize(count);
        styles_.resize(count);
        lines_.resize(count + 1);
        lines_stale_ = paths_stale_ = true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const PicturePath& path = input.paths[i];
        if (changed(path_keys_[i], {path.revision, mesh_ ? mesh_->revision : 0, path.points.count, box_height_})) {
            lines_[i + 1] = mesh_ ? drape(path.points, *mesh_, box_height_) : std::vector<DrapedVertex>{};
            lines_stale_ = paths_stale_ = true;
        }
        paths_stale_ |= changed(styles_[i], path.style);
    }
    if (changed(playhead_, input.playhead) && count > 0) paths_stale_ = true;
}

bool SurfacePicture::render() {
    if (size_.width <= 0 || size_.height <= 0 || !(scene_stale_ || paths_stale_)) return false;
    scene_stale_ |= target_.resize(size_);
    if (lines_stale_) drape_renderer_.set_lines(lines_);
    const BoxShape box = mesh_ ? mesh_->box(box_height_) : BoxShape{};
    const CameraView view(camera_, box, size_, margin_);
    if (scene_stale_) {
        target_.begin_scene(background_, !fine_);
        drape_renderer_.draw_behind(0, grid_colour_, style_.scale, view);
        if (mesh_ && !mesh_->empty()) {
            surface_renderer_.upload(*mesh_);
            surface_renderer_.draw(view, box_height_, style_, fine_);
        }
        target_.end_scene();
    }
    target_.begin_lines();
    drape_renderer_.draw(1, styles_, playhead_, view, style_.scale);
    scene_stale_ = paths_stale_ = lines_stale_ = false;
    bind_window_framebuffer();
    return true;
}

}  // namespace thalweg::app
