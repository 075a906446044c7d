#include "people/browser_mark.h"

#include <sodium.h>

#include <tuple>

#include "people/session_token.h"

namespace soc {
namespace {

constexpr std::size_t name_bytes = 16;

}  // namespace

BrowserMarks::BrowserMarks(RandomSource& random) {
    random.fill(key_);
}

std::string BrowserMarks::make(std::string_view account, RandomSource& random) const {
    return sealed(random_name(random, name_bytes), account);
}

std::optional<std::string> BrowserMarks::find(std::string_view mark,
                                              std::string_view account) const {
    const std::string_view browser = mark.substr(0, mark.find('.'));
    const std::string expected = sealed(browser, account);
    if (mark.size() != expected.size() ||
        sodium_memcmp(mark.data(), expected.data(), expected.size()) != 0) {
        return std::nullopt;
    }
    return std::string{browser};
}

std::string BrowserMarks::sealed(std::string_view browser, std::string_view account) const {
    static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<decltype(key_)>);
    std::string text{browser};
    text += '.';
    const std::string signed_text = text + std::string{account};
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256(code.data(),
                           reinterpret_cast<const unsigned char*>(signed_text.data()),
                           signed_text.size(), key_.data());
    return text + to_base64url(code);
}

}  // namespace soc
