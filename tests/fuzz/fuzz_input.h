#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/assert.h"

namespace soc::fuzz {

/// What libFuzzer hands over, as the text that parsers take.
[[nodiscard]] inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The text up to the next new line, taken off the front of `rest`.
[[nodiscard]] inline std::string_view take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

}  // namespace soc::fuzz

/// A property that no input may break; the fuzzer stops and keeps the input.
#define FUZZ_CHECK(condition) SOC_ASSERT(condition)
