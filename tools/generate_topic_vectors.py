#!/usr/bin/env python3
"""Writes src/domain/topic_level_vectors.h with python3-unidecode: what the first generation made
of these names (contract of the old database: unidecode, lower case, 64 characters, signs to _).
Run once; the committed vectors decide (docs/adr/030-latin-letters.md)."""
import pathlib
import re
import unicodedata

from unidecode import unidecode

TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/domain/topic_level_vectors.h"

NAMES = [
    "Bâtiment 3A", "U4", "300", "Hall Nord", "hall-nord", "  Hall  ", "_Cave_", "salle n°12",
    "R+1", "Étage –1", "Étage — 1", "L’atelier", "l'atelier", "Œuvre", "cœur", "Lætitia", "ÆON",
    "straße", "GROSSE STRAẞE", "ﬁlière", "ﬂuides", "Ångström", "Łódź", "Đorđe", "Þórshöfn",
    "Ísafjörður", "Çankaya", "İstanbul", "ılıca", "Ğ Ş ğ ş", "Škoda", "Řež", "Hội trường số 5",
    "Đà Nẵng", "cafe\u0301", "a\u0308rger", "Αθήνα", "ΑΙΘΟΥΣΑ 12", "Ξένος", "Ψυχολογία",
    "ψυχολογία", "Ὀδυσσεύς", "Жуковский", "Щукино", "ёлка", "Объект № 5", "Кольцо", "Київ",
    "Ґанок", "Љубљана", "Џеп", "Café ☕", "☕ Café", "Labo 👩‍🔬", "Pièce ✓", "Hall ➡ Nord",
    "Hall → Nord", "«Rotonde»", "½ palier", "m² & m³", "10 €", "20 °C", "A ± B", "©", "3×4", "①②",
    "Ｆｕｌｌ ｗｉｄｔｈ", "tab\there", "line\nbreak", "non\u00a0breaking", "thin\u2009space",
    "zero\u200bwidth", "a\u200db", "!!!", "...", "--", "a/b", "a+b#c", "$SYS", "100 %", "x" * 63,
    "x" * 64, "x" * 65, "é" * 70, "x" * 62 + "œuf", "x" * 63 + " y", "x" * 63 + "—",
    "Salle de réunion du deuxième étage du bâtiment principal, aile nord-est",
]


def topic(name):
    return re.sub(r"\W+", "_", unidecode(name).lower()[:64])


def quoted(text):
    """A C++ literal: what can be seen as it is, the rest as escapes."""
    out = []
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character.isprintable() and not unicodedata.combining(character):
            out.append(character)
        else:
            out += (f"\\{byte:03o}" for byte in character.encode())
    return '"' + "".join(out) + '"'


def lines():
    for name in NAMES:
        item = f"    {{{quoted(name)}, {quoted(topic(name))}}},"
        if len(item) <= 100:
            yield item
            continue
        # Long literals go on in further ones, never inside an escape.
        pieces = re.findall(r'(?:\\\d{3}|.){1,80}', quoted(name)[1:-1])
        yield "    {" + "\n     ".join(f'"{piece}"' for piece in pieces) + ","
        yield f"     {quoted(topic(name))}}},"


TARGET.write_text("""#pragma once

#include <string_view>

// Written once by tools/generate_topic_vectors.py with python3-unidecode 1.3.6; do not edit.
namespace soc {

struct TopicLevelVector {
    std::string_view name;
    std::string_view level;
};

inline constexpr TopicLevelVector topic_level_vectors[] = {
""" + "\n".join(lines()) + """
};

}  // namespace soc
""")
