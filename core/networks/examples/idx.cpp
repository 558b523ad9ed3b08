// IDX, the format of MNIST: two zeros, the type of the numbers, how many dimensions; each dimension as four bytes, the highest
// first; then the numbers, the last dimension running fastest.
#include <algorithm>
#include <array>
#include <cstdint>

#include "core/facts/text.hpp"
#include "core/networks/examples/files.hpp"
#include "core/networks/examples/gzip.hpp"

namespace thalweg {
namespace {

constexpr int unsigned_bytes = 8;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

std::uint32_t word_at(std::string_view bytes, std::size_t i) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k) word = word << 8 | byte_at(bytes, i + k);
    return word;
}

std::string in_hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto value = static_cast<std::uint8_t>(c);
        if (!text.empty()) text += ' ';
        text += "0123456789abcdef"[value >> 4];
        text += "0123456789abcdef"[value & 15];
    }
    return text;
}

struct Header {
    std::array<std::uint32_t, 3> size{1, 1, 1};  // examples, rows, columns
    std::size_t begin = 0;                       // of the numbers

    std::size_t features() const { return std::size_t{size[1]} * size[2]; }  // below 2⁶⁴, being a product of two words
};

// What is wrong, or an empty text: then all the numbers that the header promises are there, and no more.
std::string read_header(std::string_view bytes, const std::string& name, std::size_t dimensions, Header& header) {
    const bool images = dimensions == 3;
    const std::string what = images ? "images (00 00 08 03)" : "labels (00 00 08 01)";
    if (bytes.size() < 4) return name + ": has " + std::to_string(bytes.size()) + " bytes; expected an IDX file of " + what;
    const std::string magic = in_hex(bytes.substr(0, 4));
    if (byte_at(bytes, 0) != 0 || byte_at(bytes, 1) != 0) return name + ": byte 0: expected an IDX file of " + what + ", found " + magic;
    if (byte_at(bytes, 2) != unsigned_bytes) return name + ": byte 2: expected 08, unsigned bytes, found " + magic.substr(6, 2);
    if (const std::size_t found = byte_at(bytes, 3); found != dimensions) {
        const bool exchanged = found == (images ? 1U : 3U);
        return name + ": byte 3: expected " + what + ", found " + std::to_string(found) + " dimensions" + (exchanged ? "; are images and labels exchanged?" : "");
    }
    header.begin = 4 + 4 * dimensions;
    if (bytes.size() < header.begin) return name + ": ends at byte " + std::to_string(bytes.size()) + ", within its header of " + std::to_string(header.begin) + " bytes";
    for (std::size_t d = 0; d < dimensions; ++d) header.size[d] = word_at(bytes, 4 + 4 * d);

    if (header.size[0] < 2 || header.size[0] > max_examples)
        return name + ": byte 4: expected 2 … " + std::to_string(max_examples) + " examples, found " + std::to_string(header.size[0]);
    if (header.features() < 1 || header.features() > max_features)
        return name + ": byte 8: expected images of 1 … " + std::to_string(max_features) + " pixels, found " + std::to_string(header.size[1]) + " × " + std::to_string(header.size[2]);
    const std::size_t expected = header.begin + header.size[0] * header.features();
    if (bytes.size() != expected) {
        const std::string sizes = std::to_string(header.size[0]) + (images ? " images of " + std::to_string(header.size[1]) + " × " + std::to_string(header.size[2]) : " labels");
        return name + ": ends at byte " + std::to_string(bytes.size()) + "; expected " + std::to_string(expected) + " bytes for its " + sizes;
    }
    if (header.size[0] * header.features() > max_examples_bytes / sizeof(double)) return name + ": its numbers take more than " + size_text(max_examples_bytes);
    return {};
}

}  // namespace

ExamplesOrError parse_idx(std::string_view images, const std::string& images_name, std::string_view labels, const std::string& labels_name, const Examples* trained) {
    Header image_header, label_header;
    if (std::string wrong = read_header(images, images_name, 3, image_header); !wrong.empty()) return wrong;
    if (std::string wrong = read_header(labels, labels_name, 1, label_header); !wrong.empty()) return wrong;
    if (image_header.size[0] != label_header.size[0])
        return labels_name + ": byte 4: expected " + std::to_string(image_header.size[0]) + " labels, as many as " + images_name + " has images, found " + std::to_string(label_header.size[0]);
    if (trained && image_header.features() != static_cast<std::size_t>(trained->features()))
        return images_name + ": byte 8: expected " + std::to_string(trained->features()) + " pixels as in the file to learn from, found " + std::to_string(image_header.size[1]) + " × " + std::to_string(image_header.size[2]);

    Examples all;
    const std::string_view classes = labels.substr(label_header.begin), pixels = images.substr(image_header.begin);
    for (const char c : classes) all.labels.push_back(static_cast<std::uint8_t>(c));
    const auto highest = std::max_element(all.labels.begin(), all.labels.end());
    all.classes = trained ? trained->classes : std::max(2, *highest + 1);
    if (*highest >= all.classes)
        return labels_name + ": byte " + std::to_string(label_header.begin + static_cast<std::size_t>(highest - all.labels.begin())) + ": class " + std::to_string(*highest) + " is not in the file to learn from, which has 0 … " + std::to_string(all.classes - 1);
    const auto n = static_cast<Eigen::Index>(image_header.size[0]);
    using Bytes = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>;
    all.inputs = Eigen::Map<const Bytes>(reinterpret_cast<const std::uint8_t*>(pixels.data()), static_cast<Eigen::Index>(image_header.features()), n).cast<double>() / 255;
    all.targets.resize(all.classes == 2 ? 1 : 0, n);
    if (all.classes == 2)
        for (Eigen::Index i = 0; i < n; ++i) all.targets(0, i) = all.labels[static_cast<std::size_t>(i)];
    return std::make_shared<const Examples>(std::move(all));
}

}  // namespace thalweg
