#include "access/secret_hash.h"

#include <sodium.h>

#include <tuple>

#include "core/assert.h"
#include "core/limits.h"

namespace soc {
namespace {

using Salt = decltype(StoredSecret::salt);
using Digest = decltype(StoredSecret::digest);
static_assert(std::tuple_size_v<Digest> == crypto_hash_sha256_BYTES);

Digest salted_digest(const Salt& salt, std::string_view secret) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, salt.data(), salt.size());
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(secret.data()),
                              secret.size());
    Digest digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return digest;
}

bool can_be_secret(std::string_view text) {
    return !text.empty() && text.size() <= limits::secret_bytes_max;
}

}  // namespace

StoredSecret hash_secret(const Secret& secret, RandomSource& random) {
    SOC_ASSERT(can_be_secret(secret.reveal()));
    StoredSecret stored;
    random.fill(stored.salt);
    stored.digest = salted_digest(stored.salt, secret.reveal());
    return stored;
}

bool matches_secret(const StoredSecret& stored, std::string_view said) {
    if (!can_be_secret(said)) return false;
    const Digest digest = salted_digest(stored.salt, said);
    return sodium_memcmp(digest.data(), stored.digest.data(), digest.size()) == 0;
}

bool matches_digest(std::span<const std::uint8_t, 32> digest, std::string_view said) {
    if (!can_be_secret(said)) return false;
    Digest computed{};
    crypto_hash_sha256(computed.data(), reinterpret_cast<const unsigned char*>(said.data()),
                       said.size());
    return sodium_memcmp(computed.data(), digest.data(), digest.size()) == 0;
}

}  // namespace soc
