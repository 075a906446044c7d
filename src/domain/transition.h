#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "domain/device_row.h"
#include "domain/fleet_change.h"

namespace soc {

/// A presence transition with the names that people know the device by.
struct NamedTransition {
    FleetChange change;
    std::string name;
    std::optional<BuildingId> building_id;
    std::string place;  ///< `U4 / 300`, or the site
};

/// "What changed lately". The counts are of the whole time asked for, the items may be fewer.
struct TransitionList {
    WallTime since;  ///< the beginning of the time asked for
    std::size_t went_missing = 0;
    std::size_t came_back = 0;  ///< from missing to online
    std::vector<NamedTransition> items;  ///< the newest first
};

[[nodiscard]] inline bool went_missing(const FleetChange& change) {
    return change.to == Presence::missing;
}
[[nodiscard]] inline bool came_back(const FleetChange& change) {
    return change.from == Presence::missing && change.to == Presence::online;
}

}  // namespace soc
