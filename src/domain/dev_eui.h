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

/// The 64-bit identity of a LoRaWAN device.
class DevEui {
public:
    [[nodiscard]] static DevEui from_u64(std::uint64_t value);

    /// Accepts 16 hexadecimal digits in either case, also with `-` or `:` between the bytes.
    /// Anything else is `invalid_input` on field `dev_eui` with reason `not_a_dev_eui`.
    [[nodiscard]] static Result<DevEui> parse(std::string_view text);

    /// Always 16 lower-case digits; this is also what the database holds.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] std::uint64_t to_u64() const;

    friend auto operator<=>(const DevEui&, const DevEui&) = default;

private:
    std::array<std::uint8_t, 8> bytes_{};
};

}  // namespace soc

template <>
struct std::hash<soc::DevEui> {
    std::size_t operator()(const soc::DevEui& eui) const noexcept {
        return eui.to_u64() * 0x9e3779b97f4a7c15ULL;
    }
};
