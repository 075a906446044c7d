#include "domain/mac_address.h"

#include "core/random.h"
#include "domain/hex.h"

namespace soc {

MacAddress MacAddress::from_u64(std::uint64_t value) {
    MacAddress mac;
    for (std::size_t i = 0; i < mac.bytes_.size(); ++i) {
        mac.bytes_[i] = static_cast<std::uint8_t>(value >> (40U - 8U * i));
    }
    return mac;
}

namespace {

/// `30aea40c119f` of `30ae.a40c.119f`, as network switches list addresses; else nothing.
std::string without_dots(std::string_view text) {
    if (text.size() != 14 || text[4] != '.' || text[9] != '.') return {};
    return std::string{text.substr(0, 4)}.append(text, 5, 4).append(text, 10, 4);
}

}  // namespace

Result<MacAddress> MacAddress::parse(std::string_view text) {
    MacAddress mac;
    if (!parse_hex_bytes(text, mac.bytes_) && !parse_hex_bytes(without_dots(text), mac.bytes_)) {
        return Error::invalid("mac", "not_a_mac", "30:ae:a4:0c:11:9f");
    }
    return mac;
}

std::string MacAddress::to_string() const {
    const std::string digits = to_hex(bytes_);
    std::string text;
    text.reserve(bytes_.size() * 3 - 1);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        if (i > 0) text += ':';
        text.append(digits, i, 2);
    }
    return text;
}

std::uint64_t MacAddress::to_u64() const {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes_) value = (value << 8U) | byte;
    return value;
}

}  // namespace soc
