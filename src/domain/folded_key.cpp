#include "domain/folded_key.h"

#include <cstddef>

#include "domain/latin_letters.h"
#include "domain/text.h"

namespace soc {
namespace {

constexpr char32_t capital_xi = 0x039e;
constexpr char32_t small_xi = 0x03be;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_folded_ascii(std::string& folded, char c) {
    if (c >= 'A' && c <= 'Z') {
        folded += static_cast<char>(c - 'A' + 'a');
    } else if (c != '\'' && c != '\0') {
        folded += c;
    }
}

// A length as digits that compare like the length: 0 to 8 are themselves, a 9 says "nine more".
void append_length(std::string& key, std::size_t length) {
    for (; length >= 9; length -= 9) key += '9';
    key += static_cast<char>('0' + length);
}

}  // namespace

// Apostrophes are left out, since they stand for nothing in most of what people search: soft
// signs, `l'atelier` and its typographic form.
std::string fold_for_search(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    while (!text.empty()) {
        DecodedCharacter c = decode_character(text);
        const std::string_view character = text.substr(0, c.bytes);
        text.remove_prefix(c.bytes == 0 ? 1 : c.bytes);
        if (c.bytes == 0) continue;
        if (c.value < 0x80) {
            append_folded_ascii(folded, static_cast<char>(c.value));
            continue;
        }
        // The topics' rule writes this one letter in two ways; a search must not.
        if (c.value == capital_xi) c.value = small_xi;
        const LatinSpelling spelling = latin_spelling(c.value);
        if (spelling.form == LatinForm::letters) {
            for (const char letter : spelling.letters) append_folded_ascii(folded, letter);
        } else if (spelling.form != LatinForm::silent) {
            folded += character;
        }
    }
    return folded;
}

std::string folded_key(std::string_view name) {
    const std::string folded = fold_for_search(name);
    const std::string_view text = trimmed(folded);
    std::string key;
    key.reserve(text.size() + 4);
    for (std::size_t i = 0; i < text.size();) {
        if (!is_digit(text[i])) {
            key += text[i++];
            continue;
        }
        while (i < text.size() && text[i] == '0') ++i;
        std::size_t end = i;
        while (end < text.size() && is_digit(text[end])) ++end;
        append_length(key, end - i);
        key += text.substr(i, end - i);
        i = end;
    }
    return key;
}

}  // namespace soc
