#include "domain/place_directory.h"

#include "core/assert.h"

namespace soc {
namespace {

/// Lays `fresh` out behind the order of `before`: known ones in their old position, with their
/// new content; then the new ones.
template <class Thing, class Id>
std::vector<Thing> in_stable_order(std::vector<Thing> fresh, const std::vector<Thing>* before,
                                   std::unordered_map<Id, PlaceIndex>& index) {
    std::vector<Thing> ordered;
    if (before != nullptr) ordered = *before;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        index.emplace(ordered[i].id, static_cast<PlaceIndex>(i));
    }
    for (Thing& thing : fresh) {
        const auto [place, is_new] =
            index.emplace(thing.id, static_cast<PlaceIndex>(ordered.size()));
        if (is_new) {
            ordered.push_back(std::move(thing));
        } else {
            ordered[place->second] = std::move(thing);
        }
    }
    return ordered;
}

}  // namespace

std::shared_ptr<const PlaceDirectory> PlaceDirectory::make(Places places,
                                                           const PlaceDirectory* before) {
    auto made = std::make_shared<PlaceDirectory>();
    const Places* old = before != nullptr ? &before->places_ : nullptr;
    made->places_.sites = in_stable_order(std::move(places.sites), old ? &old->sites : nullptr,
                                          made->site_index_);
    made->places_.buildings =
        in_stable_order(std::move(places.buildings), old ? &old->buildings : nullptr,
                        made->building_index_);
    made->places_.rooms = in_stable_order(std::move(places.rooms), old ? &old->rooms : nullptr,
                                          made->room_index_);
    made->places_.types = in_stable_order(std::move(places.types), old ? &old->types : nullptr,
                                          made->type_index_);
    made->places_.floors = std::move(places.floors);
    for (const Room& room : made->places_.rooms) {
        made->building_of_room_.push_back(made->index_of(room.building));
    }
    return made;
}

std::string PlaceDirectory::base_topic(PlaceIndex room) const {
    SOC_ASSERT(room < places_.rooms.size());
    const PlaceIndex building_index = building_of_room_[room];
    SOC_ASSERT(building_index != no_place);
    const Building& building = places_.buildings[building_index];
    const PlaceIndex site_index = index_of(building.site);
    SOC_ASSERT(site_index != no_place);
    const std::string& prefix = places_.sites[site_index].topic_prefix;
    std::string topic = prefix.empty() ? std::string{} : prefix + '/';
    topic += building.topic;
    topic += '/';
    topic += places_.rooms[room].topic;
    return topic;
}

}  // namespace soc
