#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// A 48-bit hardware address: the name that a board gives itself (`unitID` on the wire).
/// Only the six bytes are kept, so every spelling of one address compares equal.
class MacAddress {
public:
    /// The low 48 bits of `value`, the first byte in the highest ones.
    [[nodiscard]] static MacAddress from_u64(std::uint64_t value);

    /// Accepts `aa:bb:cc:dd:ee:ff`, `AA-BB-CC-DD-EE-FF`, mixed separators, `aabbccddeeff` and
    /// `aabb.ccdd.eeff`. Anything else is `invalid_input` on field `mac` with reason `not_a_mac`.
    [[nodiscard]] static Result<MacAddress> parse(std::string_view text);

    /// Always the `aa:bb:cc:dd:ee:ff` spelling; this is also what the database holds.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] std::uint64_t to_u64() const;

    friend auto operator<=>(const MacAddress&, const MacAddress&) = default;

private:
    std::array<std::uint8_t, 6> bytes_{};
};

}  // namespace soc

template <>
struct std::hash<soc::MacAddress> {
    std::size_t operator()(const soc::MacAddress& mac) const noexcept {
        return mac.to_u64() * 0x9e3779b97f4a7c15ULL;
    }
};
