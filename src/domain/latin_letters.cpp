#include "domain/latin_letters.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "domain/latin_letters_table.h"

namespace soc {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Combining marks, zero-width and format characters, variation selectors, tags.
constexpr std::array silent_ranges{
    Range{0x0300, 0x036f},   Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff}, Range{0x200b, 0x200f},
    Range{0x2028, 0x202e},   Range{0x2060, 0x206f}, Range{0x20d0, 0x20ff}, Range{0xfe00, 0xfe0f},
    Range{0xfe20, 0xfe2f},   Range{0xfeff, 0xfeff}, Range{0x1f3fb, 0x1f3ff},
    Range{0xe0000, 0xe0fff}};

// Controls, punctuation, letter-like signs, mathematics, pictures, private use.
constexpr std::array sign_ranges{
    Range{0x0080, 0x009f}, Range{0x2010, 0x206f}, Range{0x20a0, 0x20cf}, Range{0x2100, 0x214f},
    Range{0x2190, 0x2bff}, Range{0x3001, 0x3004}, Range{0x3008, 0x3020}, Range{0xe000, 0xf8ff},
    Range{0xfff0, 0xffff}, Range{0x1f000, 0x1faff}, Range{0xf0000, 0x10ffff}};

bool is_in(std::span<const Range> ranges, char32_t character) {
    return std::ranges::any_of(ranges, [character](const Range& range) {
        return character >= range.first && character <= range.last;
    });
}

}  // namespace

LatinSpelling latin_spelling(char32_t character) {
    const auto* const found =
        std::ranges::lower_bound(latin_letters_table, character, {}, &LatinLetters::character);
    if (found != std::end(latin_letters_table) && found->character == character) {
        return {LatinForm::letters, found->letters};
    }
    if (is_in(silent_ranges, character)) return {LatinForm::silent, {}};
    if (is_in(sign_ranges, character)) return {LatinForm::sign, {}};
    return {LatinForm::foreign, {}};
}

}  // namespace soc
