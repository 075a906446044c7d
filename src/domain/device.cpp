#include "domain/device.h"

namespace soc {

std::string_view to_word(LifeCycle life_cycle) {
    switch (life_cycle) {
        case LifeCycle::planned: return "planned";
        case LifeCycle::in_service: return "in_service";
        case LifeCycle::retired: return "retired";
    }
    return "planned";
}

std::optional<LifeCycle> parse_life_cycle(std::string_view word) {
    for (const LifeCycle life_cycle :
         {LifeCycle::planned, LifeCycle::in_service, LifeCycle::retired}) {
        if (to_word(life_cycle) == word) return life_cycle;
    }
    return std::nullopt;
}

std::optional<Exclusion> exclusion_of(const Device& device) {
    switch (device.life_cycle) {
        case LifeCycle::planned: return Exclusion::planned;
        case LifeCycle::retired: return Exclusion::retired;
        case LifeCycle::in_service: break;
    }
    if (!device.enabled) return Exclusion::disabled;
    return std::nullopt;
}

}  // namespace soc
