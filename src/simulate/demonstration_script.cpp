#include <algorithm>
#include <array>
#include <map>

#include "simulate/dice.h"
#include "simulate/fleet_script.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;

constexpr microseconds week = std::chrono::hours{7 * 24};

/// How often something happens, and how long it lasts.
struct Trouble {
    Cause cause;
    std::chrono::seconds first;
    std::chrono::seconds pause_least;
    std::chrono::seconds pause_most;
    std::chrono::seconds lasts_least{0};
    std::chrono::seconds lasts_most{0};
};
// A board of 30 s is declared missing some two minutes after its last word, so an outage that
// lasts three minutes is seen, and one that lasts six is seen by somebody who was away.
constexpr std::array troubles{
    Trouble{Cause::reboot, 20s, 40s, 120s},
    Trouble{Cause::garbage, 30s, 45s, 150s},
    Trouble{Cause::device_power, 15s, 60s, 180s, 3min, 10min},
    Trouble{Cause::device_hang, 120s, 5min, 15min, 3min, 6min},
    Trouble{Cause::room_power, 60s, 6min, 15min, 3min, 6min},
    Trouble{Cause::building_network, 5min, 20min, 45min, 3min, 6min},
    Trouble{Cause::site_link, 14min, 60min, 120min, 3min, 5min},
};

struct Group {
    std::string place;
    std::vector<std::uint32_t> boards;
};

/// What a cause can hit: single boards, or all boards of each room, building or site.
std::vector<Group> groups_of(const Roster& roster, Cause cause) {
    std::map<std::string, std::vector<std::uint32_t>> by_place;
    for (std::uint32_t i = 0; i < roster.roles().size(); ++i) {
        const Role& role = roster.roles()[i];
        if (role.never_powered) continue;
        switch (cause) {
            case Cause::room_power: by_place[role.room].push_back(i); break;
            case Cause::building_power:
            case Cause::building_network: by_place[role.building].push_back(i); break;
            case Cause::site_link: by_place[role.site].push_back(i); break;
            default:
                if (role.device) by_place[role.device->to_string()].push_back(i);
                break;
        }
    }
    std::vector<Group> groups;
    for (auto& [place, boards] : by_place) groups.push_back({place, std::move(boards)});
    return groups;
}

}  // namespace

FleetScript demonstration_script(const Roster& roster, std::uint64_t seed) {
    std::vector<Failure> failures;
    for (const Trouble& trouble : troubles) {
        const std::vector<Group> groups = groups_of(roster, trouble.cause);
        if (groups.empty()) continue;
        // A stream for each cause: more of one does not change the others' story.
        Dice dice{seed, 100 + static_cast<std::uint64_t>(trouble.cause)};
        microseconds at = trouble.first;
        while (true) {
            const microseconds until =
                at + dice.between(trouble.lasts_least, trouble.lasts_most);
            if (until >= week) break;
            const Group& group = groups[dice.below(groups.size())];
            failures.push_back({trouble.cause, group.place, group.boards, at, until});
            at += dice.between(trouble.pause_least, trouble.pause_most);
        }
    }
    return FleetScript{std::move(failures), week};
}

}  // namespace soc::simulate
