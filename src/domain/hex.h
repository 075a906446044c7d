#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace soc {

/// The value of one hexadecimal digit in either case, or -1.
[[nodiscard]] constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Fills `bytes` from a hardware address: two digits a byte, between the bytes either nothing
/// everywhere or `:` or `-` everywhere (they may be mixed). False: `text` is not one.
[[nodiscard]] bool parse_hex_bytes(std::string_view text, std::span<std::uint8_t> bytes);

}  // namespace soc
