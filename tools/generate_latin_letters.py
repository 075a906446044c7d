#!/usr/bin/env python3
"""Writes src/domain/latin_letters_table.h (docs/adr/030-latin-letters.md).

    tools/generate_latin_letters.py           writes the table
    tools/generate_latin_letters.py --check   compares it with python3-unidecode, if installed

Letters with accents come from the Unicode data that Python carries; what has no decomposition
there is listed below. Everything is lower case, since both users of the table want that.
"""
import pathlib
import sys
import unicodedata

TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/domain/latin_letters_table.h"

# Blocks in which every assigned character is tried.
BLOCKS = [(0xA0, 0x24F), (0x386, 0x3CE), (0x400, 0x45F), (0x490, 0x491), (0x4D0, 0x4F9),
          (0x1E00, 0x1E99), (0x1E9E, 0x1EF9), (0x1F00, 0x1FFE), (0x2000, 0x2044),
          (0x205F, 0x205F), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2116, 0x2126), (0x212A, 0x212B),
          (0x2150, 0x217F), (0x2190, 0x21F3), (0x2212, 0x2212), (0x2264, 0x2265),
          (0x2460, 0x24FF), (0x3000, 0x3000), (0xFB00, 0xFB06), (0xFF01, 0xFF5E)]

LATIN = {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "ß": "ss", "đ": "d", "ħ": "h", "ı": "i",
         "ĸ": "k", "ł": "l", "ŀ": "l", "ŋ": "ng", "œ": "oe", "ŧ": "t", "ŉ": "'n", "ƀ": "b",
         "ɓ": "b", "ƃ": "b", "ɔ": "o", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ƌ": "d", "ɛ": "e",
         "ƒ": "f", "ɠ": "g", "ɣ": "g", "ƙ": "k", "ƚ": "l", "ɲ": "n", "ƞ": "n", "ƥ": "p",
         "ƭ": "t", "ƫ": "t", "ʈ": "t", "ʋ": "v", "ƴ": "y", "ƶ": "z", "ǥ": "g", "ʒ": "zh",
         "ȥ": "z", "ⱥ": "a", "ȼ": "c", "ⱦ": "t", "ʉ": "u", "ɇ": "e", "ɉ": "j", "ɍ": "r",
         "ɏ": "y", "ɩ": "i", "ɨ": "i", "ẞ": "ss"}

GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω",
                 "a b g d e z e th i k l m n x o p r s s t u ph kh ps o".split()))

CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя",
                    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ' y ' e iu ia"
                    .split()))
CYRILLIC.update({"ѐ": "ie", "ё": "io", "ђ": "dj", "ѓ": "gj", "є": "ie", "ѕ": "dz", "і": "i",
                 "ї": "yi", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "tsh", "ќ": "kj", "ѝ": "i",
                 "ў": "u", "џ": "dzh", "ґ": "g'", "ӕ": "ae", "ӗ": "ie", "ө": "o", "ӡ": "dz"})

# As many signs as the first generation wrote: its topics are cut at 64 characters.
SIGNS = {"¢": "c/", "£": "ps", "¤": "$?", "¥": "y=", "¦": "|", "§": "ss", "¨": '"', "©": "(c)",
         "«": "<<", "¬": "!", "\u00ad": "", "®": "(r)", "¯": "-", "°": "deg", "±": "+-",
         "´": "'", "µ": "u", "¶": "p", "¸": ",", "»": ">>", "¿": "?", "¡": "!",
         "×": "x", "÷": "/", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--",
         "―": "--", "‖": "||", "‗": "_", "‘": "'", "’": "'", "‚": ",", "‛": "'", "“": '"',
         "”": '"', "„": ",,", "‟": '"', "†": "+", "‡": "++", "•": "*", "‣": "*>", "‧": ".",
         "‰": "%0", "‱": "%00", "′": "'", "″": "''", "‹": "<", "›": ">", "※": "*", "‾": "-",
         "‿": "_", "⁀": "-", "⁃": "--", "⁄": "/", "€": "eur", "₩": "w", "₪": "ns", "₫": "d",
         "₮": "t", "₱": "p", "₴": "uah", "₵": "c|", "₸": "t", "₹": "rs", "₺": "l", "₽": "r",
         "₿": "btc", "₡": "cl", "₣": "ff", "₤": "l", "₦": "n", "№": "no. ", "℠": "(sm)",
         "™": "(tm)", "−": "-", "≤": "<=", "≥": ">=", "¼": " 1/4", "½": " 1/2",
         "¾": " 3/4", "⁻": "-", "₋": "-", "‽": "!?"}
# Characters that editors turn into others, or that cannot be told apart here, by their number.
SIGNS.update({"\u00b7": "*", "\u0387": ";", "\u039e": "ks", "\u2126": "ohm", "\u21b7": "v",
              "\u21ba": "v", "\u215f": " 1/", "\u200b": " ", "\u205f": " "})
GREEK_ACCENTS_SINGLE = "\u1fbd\u1fbf\u1fc0\u1fef\u1ffd\u1ffe"


def by_parts(character):
    """A letter with accents as its base letter, or None."""
    parts = unicodedata.normalize("NFKD", character)
    base = "".join(part for part in parts if not unicodedata.combining(part)).lower()
    out = []
    for part in base:
        if part.isascii() and part.isprintable():
            out.append(part)
        elif (known := LATIN.get(part) or GREEK.get(part) or CYRILLIC.get(part)) is not None:
            out.append(known)
        elif part == "\u2044":
            out.append("/")
        else:
            return None
    return "".join(out) or None


def latin(character):
    if character in SIGNS:
        return SIGNS[character]
    if 0x1F00 <= ord(character) <= 0x1FFF and unicodedata.category(character) == "Sk":
        return "'" if character in GREEK_ACCENTS_SINGLE else "''"
    if 0x2190 <= ord(character) <= 0x21F3:
        return "-"  # arrows: one sign each
    lower = character.lower()
    for letters in (LATIN, CYRILLIC):
        if lower in letters:
            return letters[lower]
    if 0x2150 <= ord(character) <= 0x215E:
        return " " + by_parts(character) + " "
    return by_parts(character)


def entries():
    for first, last in BLOCKS:
        for number in range(first, last + 1):
            character = chr(number)
            category = unicodedata.category(character)
            if category in ("Cn", "Cf") and character not in SIGNS:
                continue
            letters = latin(character)
            if letters is not None:
                yield number, letters


def quoted(letters):
    return '"' + letters.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write():
    lines, line = [], "   "
    for number, letters in entries():
        assert len(letters) < 8 and letters.isascii(), hex(number)
        item = f" {{0x{number:04x}, {quoted(letters)}}},"
        if len(line) + len(item) > 100:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    TARGET.write_text("""#pragma once

#include <cstdint>

// Written by tools/generate_latin_letters.py; do not edit (docs/adr/030-latin-letters.md).
namespace soc {

struct LatinLetters {
    std::uint16_t character;
    char letters[8];
};

// Ordered by character.
inline constexpr LatinLetters latin_letters_table[] = {
""" + "\n".join(lines) + """
};

}  // namespace soc
""")


def check():
    from unidecode import unidecode
    differing = 0
    for number, letters in entries():
        expected = unidecode(chr(number)).lower()
        topic = lambda text: "".join(c if c.isalnum() or c == "_" else "." for c in text)
        if topic(expected) != topic(letters):
            differing += 1
            print(f"U+{number:04X} {chr(number)} {letters!r} unidecode: {expected!r}")
    print(f"{sum(1 for _ in entries())} entries, {differing} differ")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["--check"] else write()
