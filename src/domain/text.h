#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace soc {

/// One character taken from the front of a text. `bytes` is 0 when the text is empty or does not
/// begin with a well-formed UTF-8 sequence (overlong forms and surrogates are not well-formed).
struct DecodedCharacter {
    char32_t value = 0;
    std::size_t bytes = 0;
};

[[nodiscard]] DecodedCharacter decode_character(std::string_view text);

/// Appends `character` as UTF-8; asserts that it is a Unicode scalar value.
void append_character(std::string& text, char32_t character);

/// Whether all of `text` is well-formed UTF-8 (the empty text is).
[[nodiscard]] bool is_utf8(std::string_view text);

/// How many characters (code points) a well-formed text has; a bad byte counts as one.
[[nodiscard]] std::size_t character_count(std::string_view text);

/// Whether `text` can be shown on one line and stored in both databases: well-formed UTF-8
/// without control characters (NUL, new lines, DEL, C1) and without marks that turn the direction
/// of writing.
[[nodiscard]] bool is_plain_line(std::string_view text);

/// `text` without blanks, tabs and new lines at both ends; a view into it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Foreign bytes as one line that a person may read: a bad byte becomes U+FFFD, a control
/// character its picture (NUL is U+2400), a direction mark U+FFFD. At most `bytes_max` bytes,
/// cut at a character's border; what was cut ends with U+2026 if that fits.
[[nodiscard]] std::string printable_preview(std::string_view bytes, std::size_t bytes_max);

}  // namespace soc
