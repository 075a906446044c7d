#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/random.h"

namespace soc {

/// The secret that a signed-in browser holds: 32 random bytes. Only its SHA-256 is stored, so
/// whoever reads the database cannot sign in with it. No formatter: it cannot be logged.
class SessionToken {
public:
    [[nodiscard]] static SessionToken make(RandomSource& random);
    /// The cookie's value: 43 characters of base64url. Nothing else is taken.
    [[nodiscard]] static std::optional<SessionToken> parse(std::string_view text);

    /// The cookie's value.
    [[nodiscard]] std::string reveal() const;
    /// SHA-256 in hexadecimal: the key of the session in the database and in memory.
    [[nodiscard]] std::string hash() const;
    /// The value of `X-CSRF-Token` (R42): an HMAC under this token, so a page that cannot read
    /// our answers cannot know it, and nothing more needs to be stored.
    [[nodiscard]] std::string csrf_token() const;
    /// Constant time in the length of a right token.
    [[nodiscard]] bool csrf_matches(std::string_view text) const;

private:
    explicit SessionToken(const std::array<std::uint8_t, 32>& bytes) : bytes_{bytes} {}

    std::array<std::uint8_t, 32> bytes_;
};

/// Without padding: fit for cookies and addresses.
[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);

/// `count` random bytes as base64url text without padding: unguessable names.
[[nodiscard]] std::string random_name(RandomSource& random, std::size_t count);

}  // namespace soc
