#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/unit_id.h"

namespace soc {

/// What a board says it is doing (contract/firmware.md). A word that we do not know is `unknown`.
enum class BoardStatus : std::uint8_t { starting, running, upgrading, rebooting, unknown };

[[nodiscard]] std::string_view to_word(BoardStatus status);
[[nodiscard]] std::optional<BoardStatus> parse_board_status(std::string_view word);

/// One status message. Only `unit_id` is certain; everything else is what the board happened to
/// say in a form that can be read.
struct StatusReport {
    UnitId unit_id;
    std::optional<std::chrono::seconds> frequency{};  ///< announced interval, 1 s to 1 year; R13
    std::optional<BoardStatus> status{};
    std::optional<std::string> firmware{};  ///< `231027`
    std::optional<std::string> hardware{};  ///< `esp32`
    std::optional<std::string> board{};     ///< `neOSensor`
    std::optional<std::int64_t> board_rev{};
    std::optional<std::int64_t> modules{};  ///< how many
    std::optional<std::int64_t> heap{};     ///< free bytes
    std::optional<std::string> time{};      ///< the board's own clock, for showing only (R12)

    friend bool operator==(const StatusReport&, const StatusReport&) = default;
};

}  // namespace soc
