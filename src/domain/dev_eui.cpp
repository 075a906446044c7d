#include "domain/dev_eui.h"

#include "core/random.h"
#include "domain/hex.h"

namespace soc {

DevEui DevEui::from_u64(std::uint64_t value) {
    DevEui eui;
    for (std::size_t i = 0; i < eui.bytes_.size(); ++i) {
        eui.bytes_[i] = static_cast<std::uint8_t>(value >> (56U - 8U * i));
    }
    return eui;
}

Result<DevEui> DevEui::parse(std::string_view text) {
    DevEui eui;
    if (!parse_hex_bytes(text, eui.bytes_)) {
        return Error::invalid("dev_eui", "not_a_dev_eui", "70b3d57ed0001a2b");
    }
    return eui;
}

std::string DevEui::to_string() const { return to_hex(bytes_); }

std::uint64_t DevEui::to_u64() const {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes_) value = (value << 8U) | byte;
    return value;
}

}  // namespace soc
