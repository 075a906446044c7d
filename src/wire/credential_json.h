#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/credential.h"
#include "domain/own_broker.h"

namespace soc::wire {

/// A line of the ledger as the `before` and `after` of a change: no secret, salt, digest or sealed
/// text, and no address, which is kept for a shorter time than changes are (R27).
[[nodiscard]] std::string change_json(const Credential& credential);

/// What a board is told of itself (contract/http.md); the password, if any, is in it.
struct BoardCredentials {
    std::string_view login;
    std::optional<std::string_view> password;
    std::optional<OwnBroker> broker;
};
[[nodiscard]] std::string board_json(const BoardCredentials& credentials);

}  // namespace soc::wire
