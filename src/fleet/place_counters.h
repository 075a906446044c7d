#pragma once

#include <vector>

#include "domain/place_directory.h"
#include "domain/presence.h"

namespace soc {

/// Where a device is counted: its site, and its home room with the building of that.
struct CountedPlace {
    PlaceIndex site = no_place;
    PlaceIndex building = no_place;
    PlaceIndex room = no_place;

    friend bool operator==(const CountedPlace&, const CountedPlace&) = default;
};

/// How many devices are in each state: in all, and in each site, building and room. Kept
/// incrementally; a test recounts.
class PlaceCounters {
public:
    void add(const CountedPlace& place, Presence presence) { change(place, presence, true); }
    void remove(const CountedPlace& place, Presence presence) { change(place, presence, false); }

    [[nodiscard]] const PresenceCounts& all() const { return all_; }
    /// By `PlaceIndex`; shorter than the directory when nobody was counted in the last ones.
    [[nodiscard]] const std::vector<PresenceCounts>& sites() const { return sites_; }
    [[nodiscard]] const std::vector<PresenceCounts>& buildings() const { return buildings_; }
    [[nodiscard]] const std::vector<PresenceCounts>& rooms() const { return rooms_; }

private:
    static void change_one(PresenceCounts& counts, Presence presence, bool more);
    static void change_at(std::vector<PresenceCounts>& list, PlaceIndex index, Presence presence,
                          bool more);
    void change(const CountedPlace& place, Presence presence, bool more);

    PresenceCounts all_;
    std::vector<PresenceCounts> sites_;
    std::vector<PresenceCounts> buildings_;
    std::vector<PresenceCounts> rooms_;
};

}  // namespace soc
