#include "domain/text.h"

#include "core/assert.h"

namespace soc {
namespace {

constexpr char32_t replacement = 0xfffd;
constexpr std::string_view ellipsis = "\u2026";

unsigned byte_at(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

bool is_continuation(unsigned byte) { return (byte & 0xc0U) == 0x80U; }

bool is_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdfff; }

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c <= 0x9f); }

// Marks that turn the direction of writing (a row could show another row's name), and the two
// separators that end a line in a browser.
bool is_layout_mark(char32_t c) {
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

char32_t printable(char32_t c) {
    if (c < 0x20) return 0x2400 + c;  // the control pictures stand in the same order
    if (c == 0x7f) return 0x2421;
    if (is_control(c) || is_layout_mark(c)) return replacement;
    return c;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

DecodedCharacter decode_character(std::string_view text) {
    if (text.empty()) return {};
    const unsigned first = byte_at(text, 0);
    if (first < 0x80U) return {first, 1};

    // Lead bytes 0xc0, 0xc1 and 0xf5.. cannot begin a shortest form within Unicode.
    std::size_t length = 0;
    char32_t least = 0;
    if (first >= 0xc2U && first <= 0xdfU) {
        length = 2;
        least = 0x80;
    } else if (first >= 0xe0U && first <= 0xefU) {
        length = 3;
        least = 0x800;
    } else if (first >= 0xf0U && first <= 0xf4U) {
        length = 4;
        least = 0x10000;
    }
    if (length == 0 || text.size() < length) return {};

    char32_t value = first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned byte = byte_at(text, i);
        if (!is_continuation(byte)) return {};
        value = (value << 6U) | (byte & 0x3fU);
    }
    if (value < least || value > 0x10ffff || is_surrogate(value)) return {};
    return {value, length};
}

void append_character(std::string& text, char32_t character) {
    SOC_ASSERT(character <= 0x10ffff && !is_surrogate(character));
    const auto add = [&text](char32_t byte) { text += static_cast<char>(byte); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xc0U | (character >> 6U));
        add(0x80U | (character & 0x3fU));
    } else if (character < 0x10000) {
        add(0xe0U | (character >> 12U));
        add(0x80U | ((character >> 6U) & 0x3fU));
        add(0x80U | (character & 0x3fU));
    } else {
        add(0xf0U | (character >> 18U));
        add(0x80U | ((character >> 12U) & 0x3fU));
        add(0x80U | ((character >> 6U) & 0x3fU));
        add(0x80U | (character & 0x3fU));
    }
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const DecodedCharacter c = decode_character(text);
        if (c.bytes == 0) return false;
        text.remove_prefix(c.bytes);
    }
    return true;
}

std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const std::size_t bytes = decode_character(text).bytes;
        text.remove_prefix(bytes == 0 ? 1 : bytes);
    }
    return count;
}

bool is_plain_line(std::string_view text) {
    while (!text.empty()) {
        const DecodedCharacter c = decode_character(text);
        if (c.bytes == 0 || is_control(c.value) || is_layout_mark(c.value)) return false;
        text.remove_prefix(c.bytes);
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string printable_preview(std::string_view bytes, std::size_t bytes_max) {
    std::string shown;
    std::size_t cut = 0;  // where the text must end so that the ellipsis still fits
    while (!bytes.empty()) {
        const DecodedCharacter c = decode_character(bytes);
        std::string next;
        append_character(next, c.bytes == 0 ? replacement : printable(c.value));
        if (shown.size() + next.size() > bytes_max) {
            if (ellipsis.size() > bytes_max) return shown;
            shown.resize(cut);
            shown += ellipsis;
            return shown;
        }
        shown += next;
        if (shown.size() + ellipsis.size() <= bytes_max) cut = shown.size();
        bytes.remove_prefix(c.bytes == 0 ? 1 : c.bytes);
    }
    return shown;
}

}  // namespace soc
