#include "store/argument.h"

#include <cstddef>

namespace soc {
namespace {

/// How many continuation bytes follow `lead`, and the least code point that may need them;
/// length 0 for a byte that begins nothing.
struct Sequence {
    std::size_t length;
    std::uint32_t first_bits;
    std::uint32_t least;
};

Sequence sequence_of(unsigned char lead) {
    if (lead < 0x80U) return {1, lead, 0};
    if ((lead & 0xe0U) == 0xc0U) return {2, lead & 0x1fU, 0x80};
    if ((lead & 0xf0U) == 0xe0U) return {3, lead & 0x0fU, 0x800};
    if ((lead & 0xf8U) == 0xf0U) return {4, lead & 0x07U, 0x10000};
    return {0, 0, 0};
}

}  // namespace

std::optional<std::string_view> Argument::text() const {
    if (const auto* view = std::get_if<std::string_view>(&value_)) return *view;
    if (const auto* own = std::get_if<std::string>(&value_)) return std::string_view{*own};
    return std::nullopt;
}

bool is_storable_text(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Sequence sequence = sequence_of(static_cast<unsigned char>(text[at]));
        if (sequence.length == 0 || at + sequence.length > text.size()) return false;
        std::uint32_t point = sequence.first_bits;
        for (std::size_t i = 1; i < sequence.length; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            if ((byte & 0xc0U) != 0x80U) return false;
            point = (point << 6U) | (byte & 0x3fU);
        }
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        if (point == 0 || point < sequence.least || point > 0x10ffff || surrogate) return false;
        at += sequence.length;
    }
    return true;
}

}  // namespace soc
