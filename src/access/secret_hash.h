#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/random.h"
#include "core/secret.h"
#include "domain/stored_secret.h"

namespace soc {

/// With a fresh salt (R35). Fast on purpose: a broker asks for thousands a second, and what is
/// random to 122 bits needs no slow hash. Asserts that the secret is not empty and has at most
/// `limits::secret_bytes_max` bytes.
[[nodiscard]] StoredSecret hash_secret(const Secret& secret, RandomSource& random);

/// Compares in constant time. `said` may be anything: what is empty or longer than a secret
/// matches nothing and is not hashed.
[[nodiscard]] bool matches_secret(const StoredSecret& stored, std::string_view said);

/// Whether `digest` is the SHA-256 of `said` alone, as `sha256sum` makes it; in constant time, and
/// with the same bounds. For the one account that a broker's own file names (R28).
[[nodiscard]] bool matches_digest(std::span<const std::uint8_t, 32> digest, std::string_view said);

}  // namespace soc
