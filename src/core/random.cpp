#include "core/random.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/assert.h"

namespace soc {

std::uint64_t RandomSource::next_u64() {
    std::array<std::uint8_t, 8> bytes{};
    fill(bytes);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    // Up to 256 bytes a call, getrandom is never interrupted and never short.
    while (!bytes.empty()) {
        const std::size_t piece = std::min<std::size_t>(bytes.size(), 256);
        SOC_ASSERT(getrandom(bytes.data(), piece, 0) == static_cast<ssize_t>(piece));
        bytes = bytes.subspan(piece);
    }
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t word = state_;
        word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        word = (word ^ (word >> 27U)) * 0x94d049bb133111ebULL;
        word ^= word >> 31U;
        const std::size_t piece = std::min(bytes.size(), sizeof word);
        std::memcpy(bytes.data(), &word, piece);
        bytes = bytes.subspan(piece);
    }
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 0x0fU];
    }
    return text;
}

}  // namespace soc
