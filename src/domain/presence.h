#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace soc {

/// What we believe of a device (R1). The order is the order in which screens show the states.
enum class Presence : std::uint8_t { online, late, missing, never_seen, unobserved, excluded };

inline constexpr std::array all_presences{Presence::online,     Presence::late,
                                          Presence::missing,    Presence::never_seen,
                                          Presence::unobserved, Presence::excluded};
inline constexpr std::size_t presence_count = all_presences.size();

/// Why a device is `excluded`.
enum class Exclusion : std::uint8_t { disabled, planned, retired, maintenance };

/// The words of database, API, metrics and screens.
[[nodiscard]] std::string_view to_word(Presence presence);
[[nodiscard]] std::string_view to_word(Exclusion exclusion);
[[nodiscard]] std::optional<Presence> parse_presence(std::string_view word);

/// How many devices are in each state; what every place keeps.
struct PresenceCounts {
    std::array<std::uint32_t, presence_count> by_state{};

    [[nodiscard]] std::uint32_t of(Presence presence) const {
        return by_state[static_cast<std::size_t>(presence)];
    }
    [[nodiscard]] std::uint32_t& of(Presence presence) {
        return by_state[static_cast<std::size_t>(presence)];
    }
    [[nodiscard]] std::uint32_t total() const {
        std::uint32_t sum = 0;
        for (const std::uint32_t count : by_state) sum += count;
        return sum;
    }
    friend bool operator==(const PresenceCounts&, const PresenceCounts&) = default;
};

}  // namespace soc
