#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace soc::simulate {

/// What happens in a script. The words are those of the failures file and of the truth file.
enum class Cause : std::uint8_t {
    device_power,      ///< one board is dead
    device_hang,       ///< one board is connected and mute
    room_power,        ///< a room without power
    building_power,
    building_network,  ///< a building without Wi-Fi
    site_link,         ///< a site that reaches no broker
    broker,            ///< no board reaches a broker
    reboot,            ///< one board resets itself; a moment, not a time
    garbage,           ///< one board says something that is no status message; a moment
};

[[nodiscard]] std::string_view to_word(Cause cause);
[[nodiscard]] std::optional<Cause> parse_cause(std::string_view word);
/// Whether it has no duration.
[[nodiscard]] bool is_moment(Cause cause);

/// One thing that goes wrong, for the boards it hits.
struct Failure {
    Cause cause = Cause::device_power;
    std::string place;                  ///< as in the failures file; empty for `broker`
    std::vector<std::uint32_t> boards;  ///< positions in the roster
    microseconds from{0};               ///< since the start of the simulation
    microseconds until{0};              ///< `from` when it is a moment
};

}  // namespace soc::simulate
