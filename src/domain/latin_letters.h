#pragma once

#include <cstdint>
#include <string_view>

namespace soc {

/// How a character outside ASCII is written with ASCII signs.
enum class LatinForm : std::uint8_t {
    letters,  ///< as the letters found
    silent,   ///< not at all: a combining accent, a joiner, a variation selector
    sign,     ///< an emoji or another picture, which has no letters
    foreign,  ///< a letter or digit of a script that the table does not have
};

struct LatinSpelling {
    LatinForm form = LatinForm::foreign;
    std::string_view letters;  ///< lower case; at most 7
};

/// `é` is `e`, `œ` is `oe`, `Ж` is `zh`, `—` is `--`. The letters are those of the first
/// generation's topics (docs/adr/030-latin-letters.md), for Latin, Greek and Cyrillic.
[[nodiscard]] LatinSpelling latin_spelling(char32_t character);

}  // namespace soc
