#include "simulate/failure.h"

#include <array>

namespace soc::simulate {

std::string_view to_word(Cause cause) {
    switch (cause) {
        case Cause::device_power: return "device_power";
        case Cause::device_hang: return "device_hang";
        case Cause::room_power: return "room_power";
        case Cause::building_power: return "building_power";
        case Cause::building_network: return "building_network";
        case Cause::site_link: return "site_link";
        case Cause::broker: return "broker";
        case Cause::reboot: return "reboot";
        case Cause::garbage: return "garbage";
    }
    return "broker";
}

std::optional<Cause> parse_cause(std::string_view word) {
    constexpr std::array all{Cause::device_power,     Cause::device_hang, Cause::room_power,
                             Cause::building_power,   Cause::building_network,
                             Cause::site_link,        Cause::broker,      Cause::reboot,
                             Cause::garbage};
    for (const Cause cause : all) {
        if (to_word(cause) == word) return cause;
    }
    return std::nullopt;
}

bool is_moment(Cause cause) { return cause == Cause::reboot || cause == Cause::garbage; }

}  // namespace soc::simulate
