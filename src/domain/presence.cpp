#include "domain/presence.h"

namespace soc {

std::string_view to_word(Presence presence) {
    switch (presence) {
        case Presence::online: return "online";
        case Presence::late: return "late";
        case Presence::missing: return "missing";
        case Presence::never_seen: return "never_seen";
        case Presence::unobserved: return "unobserved";
        case Presence::excluded: return "excluded";
    }
    return "never_seen";
}

std::string_view to_word(Exclusion exclusion) {
    switch (exclusion) {
        case Exclusion::disabled: return "disabled";
        case Exclusion::planned: return "planned";
        case Exclusion::retired: return "retired";
        case Exclusion::maintenance: return "maintenance";
    }
    return "disabled";
}

std::optional<Presence> parse_presence(std::string_view word) {
    for (const Presence presence : all_presences) {
        if (to_word(presence) == word) return presence;
    }
    return std::nullopt;
}

}  // namespace soc
