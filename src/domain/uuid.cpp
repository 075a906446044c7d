#include "domain/uuid.h"

#include <span>

#include "domain/hex.h"

namespace soc {
namespace {

constexpr std::size_t text_length = 36;

bool is_dash_place(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

Result<Uuid> Uuid::parse(std::string_view text) {
    const Error refused =
        Error::invalid("uuid", "not_a_uuid", "01234567-89ab-cdef-0123-456789abcdef");
    if (text.size() != text_length) return refused;
    Uuid uuid;
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text_length; ++i) {
        if (is_dash_place(i)) {
            if (text[i] != '-') return refused;
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) return refused;
        auto& byte = uuid.bytes_[digits / 2];
        byte = static_cast<std::uint8_t>(byte * 16 + value);
        ++digits;
    }
    if (uuid.is_nil()) return refused;
    return uuid;
}

Uuid Uuid::v7(WallTime now, RandomSource& random) {
    Uuid uuid;
    random.fill(std::span{uuid.bytes_}.subspan(6));
    const auto millis = static_cast<std::uint64_t>(
        std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count());
    for (std::size_t i = 0; i < 6; ++i) {
        uuid.bytes_[i] = static_cast<std::uint8_t>(millis >> (40U - 8U * i));
    }
    uuid.mark(7);
    return uuid;
}

Uuid Uuid::v4(RandomSource& random) {
    Uuid uuid;
    random.fill(uuid.bytes_);
    uuid.mark(4);
    return uuid;
}

void Uuid::mark(unsigned version) {
    bytes_[6] = static_cast<std::uint8_t>((version << 4U) | (bytes_[6] & 0x0fU));
    bytes_[8] = static_cast<std::uint8_t>(0x80U | (bytes_[8] & 0x3fU));
}

std::string Uuid::to_string() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(text_length, '-');
    std::size_t at = 0;
    for (const std::uint8_t byte : bytes_) {
        if (is_dash_place(at)) ++at;
        text[at++] = digits[byte >> 4U];
        text[at++] = digits[byte & 0xfU];
    }
    return text;
}

}  // namespace soc
