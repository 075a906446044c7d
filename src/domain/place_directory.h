#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/device_type.h"
#include "domain/place.h"

namespace soc {

/// Position of a place or type in a `PlaceDirectory`; `no_place` where there is none.
using PlaceIndex = std::uint32_t;
inline constexpr PlaceIndex no_place = UINT32_MAX;

/// Everything that devices refer to, read from the registry as a whole.
struct Places {
    std::vector<Site> sites;
    std::vector<Building> buildings;
    std::vector<Floor> floors;
    std::vector<Room> rooms;
    std::vector<DeviceType> types;
};

/// Places and types by small numbers, so that a hundred thousand devices name theirs in four
/// bytes. Immutable: any thread may read one; a change of the registry makes the next.
class PlaceDirectory {
public:
    /// Numbers of `before` stay what they were, new places are numbered behind them, so counters
    /// kept by number stay right. What is gone keeps its number until the next start.
    [[nodiscard]] static std::shared_ptr<const PlaceDirectory> make(
        Places places, const PlaceDirectory* before = nullptr);

    [[nodiscard]] const std::vector<Site>& sites() const { return places_.sites; }
    [[nodiscard]] const std::vector<Building>& buildings() const { return places_.buildings; }
    [[nodiscard]] const std::vector<Floor>& floors() const { return places_.floors; }
    [[nodiscard]] const std::vector<Room>& rooms() const { return places_.rooms; }
    [[nodiscard]] const std::vector<DeviceType>& types() const { return places_.types; }

    /// `no_place` when it is not known.
    [[nodiscard]] PlaceIndex index_of(SiteId id) const { return find(site_index_, id); }
    [[nodiscard]] PlaceIndex index_of(BuildingId id) const { return find(building_index_, id); }
    [[nodiscard]] PlaceIndex index_of(RoomId id) const { return find(room_index_, id); }
    [[nodiscard]] PlaceIndex index_of(TypeId id) const { return find(type_index_, id); }

    /// The building of a room; `no_place` for `no_place`.
    [[nodiscard]] PlaceIndex building_of(PlaceIndex room) const {
        return room < building_of_room_.size() ? building_of_room_[room] : no_place;
    }

    /// `[site prefix/]building/room` of a room.
    [[nodiscard]] std::string base_topic(PlaceIndex room) const;

private:
    template <class Id>
    using Index = std::unordered_map<Id, PlaceIndex>;

    template <class Id>
    [[nodiscard]] static PlaceIndex find(const Index<Id>& index, Id id) {
        const auto found = index.find(id);
        return found == index.end() ? no_place : found->second;
    }

    Places places_;
    Index<SiteId> site_index_;
    Index<BuildingId> building_index_;
    Index<RoomId> room_index_;
    Index<TypeId> type_index_;
    std::vector<PlaceIndex> building_of_room_;
};

}  // namespace soc
