#include "app/gpu/image_texture.hpp"

#include "app/gpu/colour_table.hpp"

namespace thalweg::app {

void ImageTexture::upload(PixelSize size, std::span<const std::uint8_t> rgba, bool smooth) {
    if (!texture_) texture_ = make_texture();
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture_.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    set_sampling(smooth ? GL_LINEAR : GL_NEAREST);
}

}  // namespace thalweg::app
