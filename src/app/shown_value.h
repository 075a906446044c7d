#pragma once

#include <string>
#include <string_view>

namespace soc {

/// A wrong value as a fault shows it: `(not shown)` when it may hold a secret, which must not
/// reach a terminal or a log. `key` as the person wrote it.
[[nodiscard]] std::string shown_value(std::string_view key, std::string_view text);

}  // namespace soc
