#include "domain/hex.h"

namespace soc {

bool parse_hex_bytes(std::string_view text, std::span<std::uint8_t> bytes) {
    const bool separated = text.size() == bytes.size() * 3 - 1;
    if (!separated && text.size() != bytes.size() * 2) return false;

    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (separated && i > 0) {
            if (text[at] != ':' && text[at] != '-') return false;
            ++at;
        }
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return true;
}

}  // namespace soc
