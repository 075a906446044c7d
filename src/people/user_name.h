#pragma once

#include <string_view>

#include "core/result.h"

namespace soc {

/// What a person may be called: 1 to 64 of `A-Z a-z 0-9 . _ @ -`, so that a name fits into a
/// path, a log line and a command line as it is. `bad_name` on field `name`; `local`, `system` and
/// `import` are refused too (`reserved`), because `change` names actors by them.
[[nodiscard]] Status check_user_name(std::string_view name);

}  // namespace soc
