#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace soc {

/// Numbers in little endian and texts behind their length, one after the other.
class ByteWriter {
public:
    template <std::unsigned_integral Number>
    void number(Number value) {
        for (std::size_t i = 0; i < sizeof(Number); ++i) {
            bytes_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
        }
    }
    /// The length as a `Length`, which must hold it, then the text.
    template <std::unsigned_integral Length>
    void text(std::string_view text) {
        number(static_cast<Length>(text.size()));
        bytes_ += text;
    }
    void raw(std::span<const std::uint8_t> bytes) {
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }

    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// Reads what `ByteWriter` wrote. Past the end everything is zero and empty, and `is_good` false:
/// one question after the last field is enough.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_{bytes} {}

    template <std::unsigned_integral Number>
    [[nodiscard]] Number number() {
        const std::string_view bytes = take(sizeof(Number));
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
        }
        return static_cast<Number>(value);
    }
    template <std::unsigned_integral Length>
    [[nodiscard]] std::string_view text() {
        return take(number<Length>());
    }
    void raw(std::span<std::uint8_t> bytes) {
        const std::string_view taken = take(bytes.size());
        for (std::size_t i = 0; i < taken.size(); ++i) {
            bytes[i] = static_cast<std::uint8_t>(taken[i]);
        }
    }

    [[nodiscard]] bool is_good() const { return good_; }
    [[nodiscard]] bool is_at_end() const { return good_ && rest_.empty(); }

private:
    /// `size` bytes, or none and no more from here on.
    std::string_view take(std::size_t size) {
        if (!good_ || rest_.size() < size) {
            good_ = false;
            return {};
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }

    std::string_view rest_;
    bool good_ = true;
};

}  // namespace soc
