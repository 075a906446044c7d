#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "domain/device_type.h"
#include "domain/identifier.h"
#include "domain/ids.h"
#include "domain/presence.h"

namespace soc {

/// One line of a device list, complete: everything a screen shows of a device in a table.
struct DeviceRow {
    DeviceId id;
    std::string name;
    std::optional<Identifier> identifier;  ///< the first one
    Presence presence = Presence::never_seen;
    std::optional<Exclusion> exclusion;
    std::optional<WallTime> last_seen_at;
    SiteId site_id;
    std::optional<BuildingId> building_id;
    std::optional<RoomId> room_id;
    std::string site;
    std::string building;  ///< empty without a building; so is the room
    std::string room;
    TypeId type_id;
    std::string type;
    Connectivity connectivity = Connectivity::mqtt;
    std::string firmware;  ///< empty when it never said
};

/// The columns that a list can be sorted by.
enum class SortColumn : std::uint8_t {
    name, identifier, state, last_seen, site, building, room, type, firmware
};
inline constexpr std::size_t sort_column_count = 9;

[[nodiscard]] std::string_view to_word(SortColumn column);
[[nodiscard]] std::optional<SortColumn> parse_sort_column(std::string_view word);

/// Which devices, in which order, which part of them. An empty list of values filters nothing;
/// several values of one kind mean any of them.
struct DeviceQuery {
    std::vector<SiteId> sites;
    std::vector<BuildingId> buildings;
    std::vector<RoomId> rooms;
    std::vector<TypeId> types;
    std::vector<Presence> states;
    std::string text;  ///< free text: every word must occur
    SortColumn sort = SortColumn::name;
    bool descending = false;
    std::size_t offset = 0;
    std::size_t limit = 100;
};

struct DevicePage {
    std::int64_t revision = 0;  ///< number of the last registry change that it includes
    std::size_t total = 0;      ///< devices that match
    std::size_t offset = 0;
    std::vector<DeviceRow> items;
};

template <class IdType>
struct CountsOf {
    IdType id;
    PresenceCounts counts;

    friend bool operator==(const CountsOf&, const CountsOf&) = default;
};

/// The counters of everything, of each site and of each building.
struct FleetSummary {
    std::int64_t revision = 0;
    PresenceCounts counts;
    std::vector<CountsOf<SiteId>> sites;
    std::vector<CountsOf<BuildingId>> buildings;
    std::size_t discovered = 0;

    friend bool operator==(const FleetSummary&, const FleetSummary&) = default;
};

}  // namespace soc
