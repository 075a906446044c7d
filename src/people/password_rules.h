#pragma once

#include <string_view>

#include "core/result.h"
#include "core/secret.h"

namespace soc {

/// The rule for a password that somebody chooses: 12 to 256 characters of UTF-8, and not built
/// from the user's name. Reasons on field `password`: `too_short`, `too_long`, `not_text`,
/// `contains_name`.
[[nodiscard]] Status check_new_password(const Secret& password, std::string_view user_name);

}  // namespace soc
