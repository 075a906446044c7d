#include "domain/topic_level.h"

#include <cstddef>

#include "core/limits.h"
#include "domain/latin_letters.h"
#include "domain/text.h"

namespace soc {
namespace {

// The first generation cut here, before it replaced the signs.
constexpr std::size_t characters_max = 64;

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_word_sign(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

Result<std::string> to_ascii(std::string_view name) {
    std::string ascii;
    while (!name.empty()) {
        const DecodedCharacter c = decode_character(name);
        if (c.bytes == 0) return Error::invalid("name", "not_utf8", "UTF-8");
        name.remove_prefix(c.bytes);
        if (c.value < 0x80) {
            ascii += to_lower(static_cast<char>(c.value));
            continue;
        }
        const LatinSpelling spelling = latin_spelling(c.value);
        if (spelling.form == LatinForm::foreign) {
            return Error::invalid("name", "needs_topic",
                                  "Latin, Greek or Cyrillic letters, or a topic given by hand");
        }
        ascii += spelling.letters;
    }
    return ascii;
}

}  // namespace

Result<std::string> derive_topic_level(std::string_view name) {
    Result<std::string> ascii = to_ascii(name);
    if (!ascii) return ascii.error();
    if (ascii->size() > characters_max) ascii->resize(characters_max);

    std::string level;
    bool in_gap = false;
    for (const char c : *ascii) {
        if (is_word_sign(c)) {
            level += c;
        } else if (!in_gap) {
            level += '_';
        }
        in_gap = !is_word_sign(c);
    }
    if (level.empty()) return Error::invalid("name", "no_topic", "a name with letters or digits");
    return level;
}

Status check_topic_level(std::string_view level) {
    if (level.empty() || level.size() > limits::name_bytes_max || level.front() == '$' ||
        level.find_first_of("/+#") != std::string_view::npos || !is_plain_line(level)) {
        return Error::invalid("topic", "not_a_topic_level",
                              "one level without / + # and control characters, not beginning "
                              "with $, of at most " +
                                  std::to_string(limits::name_bytes_max) + " bytes");
    }
    return {};
}

}  // namespace soc
