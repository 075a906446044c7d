#include "domain/password.h"

#include <cstring>

namespace soc {

Password::Password(Password&& other) noexcept : text_{std::move(other.text_)} { other.wipe(); }

Password& Password::operator=(Password&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = std::move(other.text_);
        other.wipe();
    }
    return *this;
}

Password::~Password() { wipe(); }

// The capacity and not the size: a moved-from short text still has its bytes inside.
void Password::wipe() noexcept {
    text_.resize(text_.capacity());
    explicit_bzero(text_.data(), text_.size());
    text_.clear();
}

}  // namespace soc
