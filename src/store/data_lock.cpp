#include "store/data_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace soc {
namespace {

Error not_writable(const std::filesystem::path& path, int number) {
    Error error = Error::unavailable("data_not_writable",
                                     fmt::format("{}: {}", path.string(), std::strerror(number)));
    error.field = "data";
    error.allowed = "a directory in which this user may write";
    return error;
}

/// Between taking a lock and having written whose it is.
constexpr int writing_ms = 20;

/// What the holder wrote. It may have taken the lock just now, and the file still name the one
/// before.
std::string read_holder(int descriptor) {
    poll(nullptr, 0, writing_ms);
    std::array<char, 512> buffer{};
    const ssize_t size = pread(descriptor, buffer.data(), buffer.size(), 0);
    std::string text{buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text.empty() ? "another process" : text;
}

Status write_holder(int descriptor, const std::filesystem::path& path, std::string_view address) {
    const std::string text = fmt::format("pid {}, {}\n", getpid(), address);
    if (ftruncate(descriptor, 0) != 0 ||
        pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
        return not_writable(path, errno);
    }
    return {};
}

}  // namespace

Result<DataLock> DataLock::acquire(const std::filesystem::path& directory,
                                   std::string_view address) {
    std::error_code code;
    std::filesystem::create_directories(directory, code);
    if (code) return not_writable(directory, code.value());
    const std::filesystem::path path = directory / file_name;
    constexpr mode_t owner_and_group = 0640;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_and_group);
    if (descriptor < 0) return not_writable(path, errno);
    DataLock lock{descriptor};
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return not_writable(path, errno);
        const std::string holder = read_holder(descriptor);
        const bool is_command =
            holder.find(fmt::format(", {}", command_prefix)) != std::string::npos;
        Error error = Error::conflict("data", is_command ? "command_at_work" : "data_in_use");
        error.allowed = fmt::format("one process at a time; {} is in use by {}",
                                    directory.string(), holder);
        return error;
    }
    if (const Status written = write_holder(descriptor, path, address); !written) {
        return written.error();
    }
    return lock;
}

DataLock::DataLock(DataLock&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

DataLock& DataLock::operator=(DataLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

DataLock::~DataLock() {
    // Closing gives the lock back; the file stays, since removing it would race with the next.
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace soc
