#include "people/password_hash.h"

#include <sodium.h>

#include <array>

#include "core/assert.h"

namespace soc {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19 * 1024 * 1024;

/// A hash of 32 random bytes that nobody kept, made with the parameters above: a test checks
/// that it is not outdated, since it has to cost what a real one costs.
constexpr const char* nobodys_hash =
    "$argon2id$v=19$m=19456,t=2,p=1$uIGoAzTfj3p7uC6uYnhO2A"
    "$95sWlZc0voE43jXnw41D/BZN5BIpL/zdh74GHiVre7A";

/// Picks libsodium's implementations for this processor; idempotent and thread-safe.
void prepare() {
    SOC_ASSERT(sodium_init() >= 0);
}

}  // namespace

Result<std::string> hash_password(const Secret& password) {
    prepare();
    const std::string_view text = password.reveal();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), text.data(), text.size(), passes, memory_bytes) != 0) {
        return Error::unavailable("out_of_memory");
    }
    return std::string{hash.data()};
}

PasswordCheck check_password(const Secret& password, const std::string& stored) {
    prepare();
    const std::string_view text = password.reveal();
    PasswordCheck check;
    check.matches = crypto_pwhash_str_verify(stored.c_str(), text.data(), text.size()) == 0;
    check.outdated =
        crypto_pwhash_str_needs_rehash(stored.c_str(), passes, memory_bytes) != 0;
    return check;
}

PasswordCheck check_nobodys_password(const Secret& password) {
    const PasswordCheck check = check_password(password, nobodys_hash);
    return {false, check.outdated};
}

}  // namespace soc
