#include "core/facts/file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "core/facts/text.hpp"

namespace thalweg {
namespace {

// Returns 0 or errno. Where the content is to last it is on the disk when this returns: only then may the name move.
int write_all(const std::filesystem::path& path, std::string_view content, bool lasting) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (!file) return errno;
    int error = 0;
    errno = 0;
    if (std::fwrite(content.data(), 1, content.size(), file) != content.size() || std::fflush(file) != 0) error = errno != 0 ? errno : EIO;
    else if (lasting && fsync(fileno(file)) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) error = errno;  // pipes cannot sync
    if (std::fclose(file) != 0 && error == 0) error = errno;
    return error;
}

}  // namespace

std::string write_file(const std::filesystem::path& file, std::string_view content, bool lasting) {
    const auto failed = [&](int error) { return "cannot write " + file.string() + ": " + std::generic_category().message(error) + "; nothing was changed"; };
    std::error_code ignored;
    const auto type = std::filesystem::status(file, ignored).type();
    if (type == std::filesystem::file_type::directory) return failed(EISDIR);
    if (std::filesystem::exists(file, ignored) && type != std::filesystem::file_type::regular) {
        const int error = write_all(file, content, lasting);
        return error == 0 ? "" : failed(error);
    }
    std::filesystem::path target = file;
    for (int links = 0; links < 40 && std::filesystem::is_symlink(target, ignored); ++links) target = target.parent_path() / std::filesystem::read_symlink(target, ignored);
    std::filesystem::path draft = target;
    draft += ".part" + std::to_string(getpid());
    int error = write_all(draft, content, lasting);
    if (const auto old = std::filesystem::status(target, ignored); error == 0 && std::filesystem::exists(old)) std::filesystem::permissions(draft, old.permissions(), ignored);
    if (error == 0 && std::rename(draft.c_str(), target.c_str()) != 0) error = errno;
    if (error == 0) return {};
    std::filesystem::remove(draft, ignored);
    return failed(error);
}

FileContent read_file(const std::filesystem::path& path, std::size_t limit, std::string_view expected) {
    const auto failed = [&](int error) { return FileContent{{}, "cannot read " + path.string() + ": " + std::generic_category().message(error) + "; expected " + std::string(expected)}; };
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return {{}, path.string() + " is a folder; expected " + std::string(expected)};
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) return failed(errno);
    FileContent read;
    // Not by the size that the system tells: pipes have none.
    for (std::size_t got = 1, have = 0; got > 0 && have <= limit; have += got) {
        read.content.resize(have + std::min(std::size_t{1} << 20, limit + 1 - have));
        got = std::fread(read.content.data() + have, 1, read.content.size() - have, file);
        read.content.resize(have + got);
    }
    const int error = std::ferror(file) ? EIO : 0;
    std::fclose(file);
    if (error != 0) return failed(error);
    if (read.content.size() > limit) return {{}, path.string() + " is larger than " + size_text(limit)};
    return read;
}

}  // namespace thalweg
