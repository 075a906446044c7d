#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// The lock of a running `serve` on its data directory (R24): an flock on `sensocampus.lock`,
/// which the kernel releases whatever way the process ends. The file says who holds it.
class DataLock {
public:
    static constexpr std::string_view file_name = "sensocampus.lock";
    /// How the address of a command begins, which is done in a moment.
    static constexpr std::string_view command_prefix = "command ";

    /// Makes the directory if needed and takes the lock; `address` is where this process listens,
    /// or `command_prefix` and which one it is. Held by another process: `conflict`, reason
    /// `data_in_use`, or `command_at_work`; `allowed` names its pid and address. Not writable:
    /// `unavailable`, `data_not_writable`.
    [[nodiscard]] static Result<DataLock> acquire(const std::filesystem::path& directory,
                                                  std::string_view address);

    DataLock(DataLock&& other) noexcept;
    DataLock& operator=(DataLock&& other) noexcept;
    /// Gives the lock back; the file stays.
    ~DataLock();

private:
    explicit DataLock(int descriptor) : descriptor_{descriptor} {}

    int descriptor_ = -1;
};

}  // namespace soc
