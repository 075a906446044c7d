#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/result.h"
#include "domain/dev_eui.h"
#include "domain/identifier.h"
#include "domain/mac_address.h"
#include "domain/uuid.h"

namespace soc {

/// What a device calls itself in `unitID`, resolved in the order of R3: MAC (twelve digits
/// without separators are one), UUID, DevEUI, else a free identifier.
class UnitId {
public:
    using Value = std::variant<MacAddress, Uuid, DevEui, std::string>;

    /// Blanks around are stripped. `invalid_input` on field `unit_id`: `empty`, `too_long` (over
    /// `limits::identifier_bytes_max`), `not_plain_text` (see `is_plain_line`).
    [[nodiscard]] static Result<UnitId> parse(std::string_view text);

    UnitId(MacAddress mac) : value_{mac} {}
    UnitId(DevEui eui) : value_{eui} {}

    [[nodiscard]] const Value& value() const { return value_; }
    [[nodiscard]] const MacAddress* mac() const { return std::get_if<MacAddress>(&value_); }

    /// The canonical text of what it is, for lists; two spellings of one address give one text.
    [[nodiscard]] std::string to_string() const;

    /// The registry's identifier that this is; nothing for a UUID, which is a device's own id.
    [[nodiscard]] std::optional<Identifier> identifier() const;

    friend auto operator<=>(const UnitId&, const UnitId&) = default;

private:
    explicit UnitId(Value value) : value_{std::move(value)} {}

    Value value_;
};

}  // namespace soc

template <>
struct std::hash<soc::UnitId> {
    std::size_t operator()(const soc::UnitId& id) const noexcept {
        return std::hash<soc::UnitId::Value>{}(id.value());
    }
};
