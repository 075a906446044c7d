#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// The kinds of name a device may be known by, beside its UUID. Unique across the fleet.
enum class IdentifierKind : std::uint8_t { mac, dev_eui, free };

[[nodiscard]] std::string_view to_word(IdentifierKind kind);

/// One name of a device in its canonical text: `30:ae:a4:0c:11:9f`, `70b3d57ed0001a2b`, or the
/// free text as registered.
struct Identifier {
    IdentifierKind kind = IdentifierKind::free;
    std::string value;

    /// For registration: parses `text`, without blanks around, as `kind`. A free identifier that
    /// reads as a MAC, a UUID or a DevEUI is refused (R3: `looks_like_mac`, `looks_like_uuid`,
    /// `looks_like_dev_eui`), as is one that no `unitID` could be (`empty`, `too_long`,
    /// `not_plain_text`); the field is the kind's word. Another kind: `unknown_kind` on `kind`.
    [[nodiscard]] static Result<Identifier> parse(std::string_view kind, std::string_view text);

    friend auto operator<=>(const Identifier&, const Identifier&) = default;
};

}  // namespace soc
