#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace soc {

/// What somebody wants of a broker. `receive` is asked at each delivery of a message, `subscribe`
/// when a subscription is made.
enum class Action : std::uint8_t { connect, publish, subscribe, receive };

[[nodiscard]] std::string_view to_word(Action action);

/// What a broker's number `acc` asks for (contract/http.md; libmosquitto has the same numbers):
/// 1 `receive`, 2 `publish`, 3 both of them, 4 `subscribe`. All must be allowed. Empty for every
/// other number, which is to be refused.
[[nodiscard]] std::span<const Action> actions_of_acc(int acc);

}  // namespace soc
