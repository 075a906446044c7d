#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace soc {

/// A person's password or an account's secret in clear, between the request and its hash. It has
/// no formatter, so it cannot be logged, and its bytes are wiped when it goes; one moved from is
/// empty.
class Password {
public:
    explicit Password(std::string text) : text_{std::move(text)} {}
    Password(const Password&) = delete;
    Password& operator=(const Password&) = delete;
    Password(Password&& other) noexcept;
    Password& operator=(Password&& other) noexcept;
    ~Password();

    /// The clear text, for hashing only.
    [[nodiscard]] std::string_view reveal() const { return text_; }

private:
    void wipe() noexcept;

    std::string text_;
};

}  // namespace soc
