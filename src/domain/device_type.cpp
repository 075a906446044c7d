#include "domain/device_type.h"

#include <array>

namespace soc {

std::string_view to_word(Connectivity connectivity) {
    switch (connectivity) {
        case Connectivity::mqtt: return "mqtt";
        case Connectivity::lorawan: return "lorawan";
        case Connectivity::other: return "other";
    }
    return "other";
}

std::optional<Connectivity> parse_connectivity(std::string_view word) {
    for (const Connectivity connectivity :
         {Connectivity::mqtt, Connectivity::lorawan, Connectivity::other}) {
        if (to_word(connectivity) == word) return connectivity;
    }
    return std::nullopt;
}

}  // namespace soc
