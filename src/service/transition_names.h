#pragma once

#include <cstddef>
#include <span>

#include "domain/transition.h"
#include "service/read_model.h"

namespace soc {

/// Counts `changes`, all since `since` (the newest first), and gives the first `items_max` of them
/// with the names of device and place. Devices that are gone are counted and not named.
[[nodiscard]] TransitionList name_transitions(WallTime since,
                                              std::span<const FleetChange> changes,
                                              const ReadModel& read_model,
                                              std::size_t items_max);

}  // namespace soc
