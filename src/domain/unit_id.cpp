#include "domain/unit_id.h"

#include "core/limits.h"
#include "domain/text.h"

namespace soc {

Result<UnitId> UnitId::parse(std::string_view text) {
    text = trimmed(text);
    if (text.empty()) return Error::invalid("unit_id", "empty", "a MAC, UUID, DevEUI or text");
    if (const Result<MacAddress> mac = MacAddress::parse(text)) return UnitId{*mac};
    if (const Result<Uuid> uuid = Uuid::parse(text)) return UnitId{Value{*uuid}};
    if (const Result<DevEui> eui = DevEui::parse(text)) return UnitId{*eui};
    if (text.size() > limits::identifier_bytes_max) {
        return Error::invalid("unit_id", "too_long",
                              std::to_string(limits::identifier_bytes_max) + " bytes");
    }
    if (!is_plain_line(text)) {
        return Error::invalid("unit_id", "not_plain_text", "one line without control characters");
    }
    return UnitId{Value{std::string{text}}};
}

std::string UnitId::to_string() const {
    if (const auto* mac = std::get_if<MacAddress>(&value_)) return mac->to_string();
    if (const auto* uuid = std::get_if<Uuid>(&value_)) return uuid->to_string();
    if (const auto* eui = std::get_if<DevEui>(&value_)) return eui->to_string();
    return std::get<std::string>(value_);
}

std::optional<Identifier> UnitId::identifier() const {
    if (std::holds_alternative<Uuid>(value_)) return std::nullopt;
    IdentifierKind kind = IdentifierKind::free;
    if (std::holds_alternative<MacAddress>(value_)) kind = IdentifierKind::mac;
    if (std::holds_alternative<DevEui>(value_)) kind = IdentifierKind::dev_eui;
    return Identifier{kind, to_string()};
}

}  // namespace soc
