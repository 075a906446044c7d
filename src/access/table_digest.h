#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// What the body of `commit` says of the table that was sent, so that no table takes effect that
/// is not the one that was meant (R29).
struct TableSeal {
    std::uint32_t accounts = 0;
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};

    friend bool operator==(const TableSeal&, const TableSeal&) = default;
};

[[nodiscard]] std::string write_seal(const TableSeal& seal);
/// `invalid_input` on `seal`: `truncated`, `trailing_bytes`.
[[nodiscard]] Result<TableSeal> read_seal(std::string_view body);

/// SHA-256 over the bodies of all chunks of a table, in order.
class TableDigest {
public:
    TableDigest() { crypto_hash_sha256_init(&state_); }

    void add(std::string_view body) {
        crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(body.data()),
                                  body.size());
    }
    /// Of what was added so far.
    [[nodiscard]] std::array<std::uint8_t, crypto_hash_sha256_BYTES> value() const {
        crypto_hash_sha256_state copy = state_;
        std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
        crypto_hash_sha256_final(&copy, digest.data());
        return digest;
    }

private:
    crypto_hash_sha256_state state_;
};

}  // namespace soc
