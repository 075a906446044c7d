#pragma once

#include <string>

#include "domain/credential.h"

namespace soc::wire {

/// A line of the ledger as the `before` and `after` of a change: no secret, salt, digest or sealed
/// text, and no address, which is kept for a shorter time than changes are (R27).
[[nodiscard]] std::string change_json(const Credential& credential);

}  // namespace soc::wire
