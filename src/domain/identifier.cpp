#include "domain/identifier.h"

#include "core/limits.h"
#include "domain/dev_eui.h"
#include "domain/mac_address.h"
#include "domain/text.h"
#include "domain/uuid.h"

namespace soc {
namespace {

Result<Identifier> parse_free(std::string_view text) {
    if (text.empty()) return Error::invalid("free", "empty", "a text");
    if (text.size() > limits::identifier_bytes_max) {
        return Error::invalid("free", "too_long",
                              std::to_string(limits::identifier_bytes_max) + " bytes");
    }
    if (!is_plain_line(text)) {
        return Error::invalid("free", "not_plain_text", "one line without control characters");
    }
    // Else R3 would resolve a message of this device to another one.
    if (MacAddress::parse(text)) return Error::invalid("free", "looks_like_mac", "kind mac");
    if (Uuid::parse(text)) return Error::invalid("free", "looks_like_uuid", "another text");
    if (DevEui::parse(text)) return Error::invalid("free", "looks_like_dev_eui", "kind dev_eui");
    return Identifier{IdentifierKind::free, std::string{text}};
}

}  // namespace

std::string_view to_word(IdentifierKind kind) {
    switch (kind) {
        case IdentifierKind::mac: return "mac";
        case IdentifierKind::dev_eui: return "dev_eui";
        case IdentifierKind::free: return "free";
    }
    return "free";
}

Result<Identifier> Identifier::parse(std::string_view kind, std::string_view text) {
    text = trimmed(text);
    if (kind == to_word(IdentifierKind::mac)) {
        const Result<MacAddress> mac = MacAddress::parse(text);
        if (!mac) return mac.error();
        return Identifier{IdentifierKind::mac, mac->to_string()};
    }
    if (kind == to_word(IdentifierKind::dev_eui)) {
        const Result<DevEui> eui = DevEui::parse(text);
        if (!eui) return eui.error();
        return Identifier{IdentifierKind::dev_eui, eui->to_string()};
    }
    if (kind == to_word(IdentifierKind::free)) return parse_free(text);
    return Error::invalid("kind", "unknown_kind", "mac, dev_eui or free");
}

}  // namespace soc
