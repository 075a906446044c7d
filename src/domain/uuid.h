#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"

namespace soc {

/// A 128-bit identity. New ones are version 7 (RFC 9562): they sort by time of creation, which
/// keeps the indexes of both databases dense.
class Uuid {
public:
    /// The nil UUID: stands for nothing, is never given to anything.
    Uuid() = default;

    /// Accepts the 36-character form in either case. Anything else, the nil UUID included, is
    /// `invalid_input` with reason `not_a_uuid`.
    [[nodiscard]] static Result<Uuid> parse(std::string_view text);

    /// A version 7 UUID: `now` in milliseconds, then 74 random bits.
    [[nodiscard]] static Uuid v7(WallTime now, RandomSource& random);

    /// A version 4 UUID: 122 random bits, nothing else. For secrets, which must not tell when they
    /// were made.
    [[nodiscard]] static Uuid v4(RandomSource& random);

    /// 36 characters, lower case; what the database and the API hold.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }

    friend auto operator<=>(const Uuid&, const Uuid&) = default;

private:
    /// Writes version and variant over the bits that RFC 9562 reserves for them.
    void mark(unsigned version);

    std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace soc

template <>
struct std::hash<soc::Uuid> {
    std::size_t operator()(const soc::Uuid& uuid) const noexcept {
        // The last eight bytes are random in every version that we meet.
        std::size_t value = 0;
        for (std::size_t i = 8; i < 16; ++i) value = (value << 8U) | uuid.bytes()[i];
        return value * 0x9e3779b97f4a7c15ULL;
    }
};
