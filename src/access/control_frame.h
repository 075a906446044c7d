#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// Where server and plugin talk (R28), and where the plugin's answers arrive.
inline constexpr std::string_view control_topic = "$CONTROL/sensocampus/v1";
inline constexpr std::string_view control_answer_topic = "$CONTROL/sensocampus/v1/response";

/// `hello` asks for an answer and changes nothing. `begin`, `chunk`... and `commit` put a whole
/// table in the place of the one before; `delta` changes the present one. `answer` is the only one
/// that a plugin sends.
enum class FrameType : std::uint8_t {
    hello = 1,
    begin = 2,
    chunk = 3,
    commit = 4,
    delta = 5,
    answer = 16
};

/// One message between server and plugin, and one entry of the plugin's copy on disk (R29): a
/// header of `frame_header_bytes` in little endian, then the body.
///
///     "SC" | u8 format 1 | u8 type | u32 bytes of the body | u64 epoch | u64 from | u64 to |
///     u32 sequence | u32 CRC-32C of all the rest
struct ControlFrame {
    FrameType type = FrameType::hello;
    std::uint64_t epoch = 0;     ///< which incarnation of the database the versions belong to
    std::uint64_t from = 0;      ///< `delta`: the version that it changes
    std::uint64_t to = 0;        ///< the version that it leads to
    std::uint32_t sequence = 0;  ///< `chunk`: counted from 1
    std::string_view body{};

    friend bool operator==(const ControlFrame&, const ControlFrame&) = default;
};

inline constexpr std::size_t frame_header_bytes = 40;

[[nodiscard]] std::string write_frame(const ControlFrame& frame);

/// The frame at the beginning of `bytes`, its body a view into them. `invalid_input` with
/// `truncated` (more may follow), `not_a_frame`, `other_format`, `unknown_type`, `too_large` (a
/// body over `limits::frame_body_bytes_max`), `damaged` (the CRC differs).
[[nodiscard]] Result<ControlFrame> read_frame(std::string_view bytes);

/// As `read_frame`, and nothing may follow: `trailing_bytes`.
[[nodiscard]] Result<ControlFrame> parse_frame(std::string_view message);

}  // namespace soc
