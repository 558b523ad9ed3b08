#include "core/networks/examples/gzip.hpp"

#include "core/facts/text.hpp"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <memory>

namespace thalweg {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

FileContent unpacked_gzip(std::string_view bytes, const std::string& name, std::size_t limit) {
    constexpr int gzip_alone = 15 + 16;  // the largest window, and the header of .gz rather than that of zlib
    z_stream z{};
    if (inflateInit2(&z, gzip_alone) != Z_OK) return {{}, name + ": no memory to unpack it"};
    const std::unique_ptr<z_stream, int (*)(z_stream*)> close(&z, inflateEnd);
    z.next_in = reinterpret_cast<const Bytef*>(bytes.data());
    z.avail_in = static_cast<uInt>(bytes.size());

    FileContent out;
    const auto failed = [&](const std::string& what) {
        const std::size_t at = bytes.size() - z.avail_in;
        return FileContent{{}, name + ": byte " + std::to_string(at) + " of the packed data: " + what};
    };
    for (;;) {
        const std::size_t have = out.content.size();
        out.content.resize(have + std::min(std::size_t{1} << 20, limit + 1 - have));
        z.next_out = reinterpret_cast<Bytef*>(out.content.data() + have);
        z.avail_out = static_cast<uInt>(out.content.size() - have);
        const int status = inflate(&z, Z_NO_FLUSH);
        out.content.resize(out.content.size() - z.avail_out);
        if (out.content.size() > limit) return {{}, name + " unpacks to more than " + size_text(limit)};
        if (status == Z_STREAM_END) {
            if (z.avail_in == 0) return out;
            // Packed files may be joined: the content is then theirs one after the other.
            if (!is_gzip(bytes.substr(bytes.size() - z.avail_in))) return failed("expected the end of the file");
            inflateReset(&z);
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            return failed(z.msg ? z.msg : "not .gz data");
        } else if (z.avail_in == 0 && z.avail_out > 0) {
            return failed("the file ends too early");
        }
    }
}

}  // namespace thalweg
