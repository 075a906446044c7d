#include "people/session_token.h"

#include <sodium.h>

#include <tuple>
#include <vector>

#include "core/assert.h"

namespace soc {
namespace {

constexpr int base64_kind = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::string_view csrf_purpose = "sensocampus csrf token 1";

}  // namespace

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), base64_kind), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), base64_kind);
    text.pop_back();  // the terminator that libsodium counts in
    return text;
}

SessionToken SessionToken::make(RandomSource& random) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return SessionToken{bytes};
}

std::optional<SessionToken> SessionToken::parse(std::string_view text) {
    std::array<std::uint8_t, 32> bytes{};
    std::size_t length = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                         nullptr, &length, &end, base64_kind);
    if (failed != 0 || length != bytes.size() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    // libsodium 1.0.18 reads some bytes above 127 as digits (found by fuzzing); a session has one
    // spelling.
    const SessionToken token{bytes};
    if (token.reveal() != text) return std::nullopt;
    return token;
}

std::string SessionToken::reveal() const {
    return to_base64url(bytes_);
}

std::string SessionToken::hash() const {
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), bytes_.data(), bytes_.size());
    return to_hex(digest);
}

std::string SessionToken::csrf_token() const {
    static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<decltype(bytes_)>);
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256(code.data(),
                           reinterpret_cast<const unsigned char*>(csrf_purpose.data()),
                           csrf_purpose.size(), bytes_.data());
    return to_base64url(code);
}

bool SessionToken::csrf_matches(std::string_view text) const {
    const std::string expected = csrf_token();
    return text.size() == expected.size() &&
           sodium_memcmp(text.data(), expected.data(), expected.size()) == 0;
}

std::string random_name(RandomSource& random, std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    random.fill(bytes);
    return to_base64url(bytes);
}

}  // namespace soc
