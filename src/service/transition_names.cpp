#include "service/transition_names.h"

namespace soc {

TransitionList name_transitions(WallTime since, std::span<const FleetChange> changes,
                                const ReadModel& read_model, std::size_t items_max) {
    TransitionList list;
    list.since = since;
    for (const FleetChange& change : changes) {
        list.went_missing += went_missing(change) ? 1 : 0;
        list.came_back += came_back(change) ? 1 : 0;
        if (list.items.size() >= items_max) continue;
        const auto device = read_model.device(change.device);
        if (!device) continue;
        const DeviceRow& row = device->first;
        const bool has_room = row.building_id.has_value();
        list.items.push_back({change, row.name, row.building_id,
                              has_room ? row.building + " / " + row.room : row.site});
    }
    return list;
}

}  // namespace soc
