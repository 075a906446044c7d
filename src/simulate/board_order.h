#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/mac_address.h"

namespace soc::simulate {

enum class OrderKind : std::uint8_t { status, frequency, restart, reboot, update, upgrade, reset };

struct BoardOrder {
    OrderKind kind = OrderKind::status;
    std::int64_t value = 0;  ///< seconds of `frequency`; else 0
};

/// What a board makes of a message on its command topic; nothing when it ignores it: not JSON, more
/// than five members, another board's `dest` (in lower case, its first 17 characters are compared;
/// `all` is for everyone), an unknown order, `frequency` without a number. Written from the
/// firmware's side on purpose, apart from the server's writer of orders, so that one mistake
/// cannot hide in both.
[[nodiscard]] std::optional<BoardOrder> read_order(std::string_view payload,
                                                   const MacAddress& mac);

}  // namespace soc::simulate
