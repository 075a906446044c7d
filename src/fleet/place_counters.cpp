#include "fleet/place_counters.h"

#include "core/assert.h"

namespace soc {

void PlaceCounters::change_one(PresenceCounts& counts, Presence presence, bool more) {
    std::uint32_t& count = counts.of(presence);
    SOC_ASSERT(more || count > 0);
    count = more ? count + 1 : count - 1;
}

void PlaceCounters::change_at(std::vector<PresenceCounts>& list, PlaceIndex index,
                              Presence presence, bool more) {
    if (index == no_place) return;
    if (index >= list.size()) list.resize(index + 1);
    change_one(list[index], presence, more);
}

void PlaceCounters::change(const CountedPlace& place, Presence presence, bool more) {
    change_one(all_, presence, more);
    change_at(sites_, place.site, presence, more);
    change_at(buildings_, place.building, presence, more);
    change_at(rooms_, place.room, presence, more);
}

}  // namespace soc
