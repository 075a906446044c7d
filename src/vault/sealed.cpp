#include "vault/sealed.h"

#include <sodium.h>

#include <array>
#include <span>
#include <vector>

#include "core/assert.h"

namespace soc {
namespace {

constexpr std::string_view version = "1";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(MasterKey::bytes_count == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
constexpr int base64_kind = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using Nonce = std::array<std::uint8_t, nonce_bytes>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string to_text(std::span<const std::uint8_t> bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), base64_kind), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), base64_kind);
    text.pop_back();  // the terminator that libsodium counts in
    return text;
}

/// Nothing but the one spelling of some bytes, one at least: libsodium 1.0.18 takes others too.
std::optional<std::vector<std::uint8_t>> to_bytes(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::vector<std::uint8_t> bytes(text.size());
    std::size_t length = 0;
    const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                         nullptr, &length, nullptr, base64_kind);
    bytes.resize(failed == 0 ? length : 0);
    if (failed != 0 || to_text(bytes) != text) return std::nullopt;
    return bytes;
}

/// What is authenticated beside the ciphertext. The parts before `place` have no `.` in them.
std::string bound_to(std::string_view key_id, std::string_view place) {
    std::string text{version};
    text += '.';
    text += key_id;
    text += '.';
    text += place;
    return text;
}

/// Takes the text before the next `.`, and the dot.
std::optional<std::string_view> take_part(std::string_view& rest) {
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const std::string_view part = rest.substr(0, dot);
    rest.remove_prefix(dot + 1);
    return part;
}

Error damaged() { return Error::conflict("sealed", "damaged"); }

}  // namespace

std::string seal(const MasterKey& key, const Secret& secret, std::string_view place,
                 RandomSource& random) {
    SOC_ASSERT(!place.empty());
    Nonce nonce{};
    random.fill(nonce);
    const std::string_view clear = secret.reveal();
    const std::string bound = bound_to(key.id(), place);
    std::vector<std::uint8_t> hidden(clear.size() + tag_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(hidden.data(), nullptr, bytes_of(clear),
                                               clear.size(), bytes_of(bound), bound.size(),
                                               nullptr, nonce.data(), key.reveal().data());
    std::string text{version};
    for (const std::string& part : {key.id(), to_text(nonce), to_text(hidden)}) {
        text += '.';
        text += part;
    }
    return text;
}

Result<Secret> unseal(const MasterKey& key, std::string_view sealed, std::string_view place) {
    const std::optional<std::string_view> key_id = key_id_of(sealed);
    if (!key_id) return damaged();
    if (*key_id != key.id()) {
        Error error = Error::conflict("sealed", "other_key");
        error.detail = *key_id;
        return error;
    }
    std::string_view rest = sealed.substr(version.size() + 1 + key_id->size() + 1);
    const std::optional<std::string_view> nonce_text = take_part(rest);
    if (!nonce_text) return damaged();
    const auto nonce = to_bytes(*nonce_text);
    const auto hidden = to_bytes(rest);
    if (!nonce || nonce->size() != nonce_bytes || !hidden || hidden->size() < tag_bytes) {
        return damaged();
    }
    const std::string bound = bound_to(*key_id, place);
    std::string clear(hidden->size() - tag_bytes, '\0');
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(clear.data()), nullptr, nullptr, hidden->data(),
        hidden->size(), bytes_of(bound), bound.size(), nonce->data(), key.reveal().data());
    if (failed != 0) return damaged();
    return Secret{std::move(clear)};
}

std::optional<std::string_view> key_id_of(std::string_view sealed) {
    std::string_view rest = sealed;
    if (take_part(rest) != version) return std::nullopt;
    const std::optional<std::string_view> key_id = take_part(rest);
    // A damaged id must not look like somebody's other key.
    constexpr std::size_t id_digits = 16;
    const bool is_id = key_id && key_id->size() == id_digits &&
                       key_id->find_first_not_of("0123456789abcdef") == std::string_view::npos;
    return is_id ? key_id : std::nullopt;
}

}  // namespace soc
