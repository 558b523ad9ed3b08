#include "app/gpu/band_renderer.hpp"

#include <algorithm>

namespace thalweg::app {

BandRenderer::BandRenderer() : vertices_(make_buffer()), array_(make_vertex_array()) {
    glBindVertexArray(array_.id());
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    glEnableVertexAttribArray(0);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(BandVertex), nullptr);
    glBindVertexArray(0);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void BandRenderer::draw(std::span<const std::vector<BandVertex>> bands, std::span<const Rgba> colours, PixelSize size) {
    if (!program_) program_.emplace("band.vert", "band.frag");
    program_->use();
    program_->set("picture", static_cast<float>(size.width), static_cast<float>(size.height));
    glBindVertexArray(array_.id());
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.id());
    glClear(GL_DEPTH_BUFFER_BIT);
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LESS);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    const std::size_t count = std::min(bands.size(), colours.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (bands[i].empty()) continue;
        program_->set("depth", 0.9f - 1.8f * static_cast<float>(i + 1) / static_cast<float>(count + 1));  // each nearer than those before
        program_->set("colour", colours[i].r, colours[i].g, colours[i].b, colours[i].a);
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bands[i].size() * sizeof(BandVertex)), bands[i].data(), GL_STREAM_DRAW);
        glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(bands[i].size()));
    }
    glDisable(GL_BLEND);
    glDisable(GL_DEPTH_TEST);
    glBindBuffer(GL_ARRAY_BUFFER, 0);
    glBindVertexArray(0);
}

}  // namespace thalweg::app
