#pragma once

#include <string_view>

#include "core/error.h"

namespace soc {

/// Says in our words what SQLite's extended result `code` means; `system_errno` is what the
/// operating system said, where it was asked.
[[nodiscard]] Error sqlite_error(int code, int system_errno, std::string_view message);

/// True when the connection is better opened anew: the file or its lock is in an unknown state.
[[nodiscard]] bool sqlite_connection_is_lost(int code);

}  // namespace soc
