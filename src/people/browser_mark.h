#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"

namespace soc {

/// What a browser keeps of its last sign-in, beyond the session's end: proof that somebody who
/// knew the password of this account sat there. It opens nothing; whoever guesses from the same
/// address has none, so the owner need not share his wait (R48). May be called from any thread.
class BrowserMarks {
public:
    /// The key is made here and never stored: after a restart no mark is known.
    explicit BrowserMarks(RandomSource& random);

    /// A mark with a name of its own: 66 characters of base64url and a dot.
    [[nodiscard]] std::string make(std::string_view account, RandomSource& random) const;
    /// The name of the browser, when `mark` was made here for this account.
    [[nodiscard]] std::optional<std::string> find(std::string_view mark,
                                                  std::string_view account) const;

private:
    [[nodiscard]] std::string sealed(std::string_view browser, std::string_view account) const;

    std::array<std::uint8_t, 32> key_{};
};

}  // namespace soc
