#pragma once

#include <array>
#include <chrono>
#include <cstddef>

/// What the boards on the walls cannot do otherwise (contract/firmware.md). Not settings: these
/// numbers are compiled into devices that nobody can reach with a screwdriver.
namespace soc::simulate::firmware {

/// Topics live in 64-byte buffers, the last byte being NUL; what is longer is cut.
inline constexpr std::size_t topic_bytes_max = 63;
/// So a board with a temperature module has room for this base topic, and no more.
inline constexpr std::size_t base_topic_bytes_max = 43;
static_assert(base_topic_bytes_max + sizeof("/temperature/command") - 1 == topic_bytes_max);
/// Packets in both directions, header and topic included; longer ones vanish.
inline constexpr std::size_t packet_bytes_max = 256;
/// Members that the board's JSON pool takes in one order.
inline constexpr std::size_t order_members_max = 5;

inline constexpr std::chrono::seconds keep_alive{60};
inline constexpr std::chrono::seconds frequency_default{1'800};
/// Data messages come at least this often.
inline constexpr std::chrono::seconds data_interval_max{1'800};
/// Pauses after a failed connection; after the last one has failed too, the board reboots.
inline constexpr std::array<std::chrono::seconds, 3> retry_pauses{
    std::chrono::seconds{10}, std::chrono::seconds{20}, std::chrono::seconds{30}};
/// A session that ended sooner than this counts as a failed connection.
inline constexpr std::chrono::seconds session_least{5};
/// From power or reset to the first connection: a few seconds, most of them spent on Wi-Fi.
inline constexpr std::chrono::milliseconds boot_least{3'000};
inline constexpr std::chrono::milliseconds boot_most{6'000};
/// `status` is answered within about a second.
inline constexpr std::chrono::milliseconds answer_least{100};
inline constexpr std::chrono::milliseconds answer_most{1'000};
/// Fetching and writing a new image.
inline constexpr std::chrono::milliseconds upgrade_time{20'000};

}  // namespace soc::simulate::firmware
