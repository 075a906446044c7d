#include "core/secret.h"

#include <string.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace soc {

namespace {

constexpr std::size_t secret_file_bytes_max = 4'096;

/// The capacity and not the size: a short text lies within the object, and stays there when it is
/// moved from or made shorter.
template <class Text>
void wipe(Text& text) noexcept {
    text.resize(text.capacity());
    explicit_bzero(text.data(), text.size());
    text.clear();
}

}  // namespace

Secret::Secret(std::string text) : text_{text} { wipe(text); }

Secret::Secret(Secret&& other) noexcept : text_{std::move(other.text_)} { wipe(other.text_); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe(text_);
        text_ = std::move(other.text_);
        wipe(other.text_);
    }
    return *this;
}

Secret& Secret::operator=(const Secret& other) {
    Secret copy{other};
    return *this = std::move(copy);
}

Secret::~Secret() { wipe(text_); }

Result<Secret> Secret::from_file(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "re"),
                                                               &std::fclose};
    Secret secret;
    secret.text_.resize(secret_file_bytes_max + 1);
    if (file) std::setvbuf(file.get(), nullptr, _IONBF, 0);  // its buffer would keep a copy
    const std::size_t length =
        file ? std::fread(secret.text_.data(), 1, secret.text_.size(), file.get()) : 0;
    if (!file || std::ferror(file.get()) != 0) {
        Error error = Error::invalid("password_file", "file_unreadable");
        error.detail = path + ": " + std::generic_category().message(errno);
        return error;
    }
    if (length > secret_file_bytes_max) {
        return Error::invalid("password_file", "file_too_large", "at most 4096 bytes");
    }
    secret.text_.resize(length);
    if (secret.text_.ends_with('\n')) secret.text_.pop_back();
    if (secret.text_.ends_with('\r')) secret.text_.pop_back();
    if (secret.empty()) return Error::invalid("password_file", "file_empty");
    return secret;
}

}  // namespace soc
