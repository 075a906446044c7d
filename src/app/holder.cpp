#include "app/holder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace soc {
namespace {

constexpr std::size_t id_bytes = 16;

bool is_id(const std::string& text) {
    return text.size() == 2 * id_bytes && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Error not_usable(const std::string& path) {
    Error error = Error::unavailable("data_not_writable", path + ": " + std::strerror(errno));
    error.field = "data";
    error.allowed = "a directory in which this user may write, with files that it may read";
    return error;
}

/// Beside its final name first: a power cut leaves the whole id or none.
Status write_id(const std::string& path, const std::string& id) {
    const std::string unfinished = path + ".new";
    constexpr mode_t owner_only = 0600;
    const int descriptor =
        ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only);
    if (descriptor < 0) return not_usable(unfinished);
    const std::string text = id + '\n';
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    const Status outcome = written ? Status{} : Status{not_usable(unfinished)};
    ::close(descriptor);
    if (!outcome) return outcome;
    if (std::rename(unfinished.c_str(), path.c_str()) != 0) return not_usable(path);
    return {};
}

}  // namespace

Result<std::string> find_holder(const std::string& data, RandomSource& random) {
    const std::string path = data + "/holder";
    if (::access(path.c_str(), F_OK) == 0) {
        std::ifstream file{path};
        if (!file) return not_usable(path);
        std::string kept;
        std::getline(file, kept);
        if (is_id(kept)) return kept;
    }
    std::array<std::uint8_t, id_bytes> bytes{};
    random.fill(bytes);
    const std::string made = to_hex(bytes);
    if (const Status written = write_id(path, made); !written) return written.error();
    return made;
}

}  // namespace soc
