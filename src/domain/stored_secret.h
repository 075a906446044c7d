#pragma once

#include <array>
#include <cstdint>

namespace soc {

/// What is kept of an account's secret (R35): SHA-256 of the salt followed by the secret. Made and
/// compared by access/secret_hash.h.
struct StoredSecret {
    std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, 32> digest{};

    friend bool operator==(const StoredSecret&, const StoredSecret&) = default;
};

}  // namespace soc
