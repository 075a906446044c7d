#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/result.h"
#include "domain/mac_address.h"

namespace soc::wire {

enum class Order : std::uint8_t { status, frequency, restart, reboot, update, upgrade, reset };

[[nodiscard]] std::string_view to_word(Order order);
[[nodiscard]] std::optional<Order> parse_order(std::string_view word);

/// What a board is told (contract/firmware.md).
struct Command {
    std::optional<MacAddress> dest;  ///< absent: `all` of the room
    Order order = Order::status;
    /// Seconds for `frequency` (required), an image URL for `upgrade` (may be absent), else none.
    std::variant<std::monostate, std::int64_t, std::string> value;

    friend bool operator==(const Command&, const Command&) = default;
};

/// How many bytes a QoS 0 PUBLISH packet takes, header and topic included.
[[nodiscard]] std::size_t publish_packet_bytes(std::size_t topic_bytes,
                                               std::size_t payload_bytes);

/// The payload to publish on `topic`. `invalid_input` on field `value` with `missing`,
/// `not_taken` or `not_an_integer` when it does not fit the order, and `too_large` on field
/// `command` when the packet would be over `limits::board_packet_bytes_max`: boards drop those.
[[nodiscard]] Result<std::string> write_command(const Command& command, std::string_view topic);

/// What a board reads: `dest` in any spelling, at most 5 members. `invalid_input` on `dest`
/// (`missing`, `not_text`, `bad_dest`), `order` (`missing`, `not_text`, `unknown_order`), `value`
/// (as above), or on the document (`read_object`, `too_many_members`).
[[nodiscard]] Result<Command> parse_command(std::string_view payload);

}  // namespace soc::wire
