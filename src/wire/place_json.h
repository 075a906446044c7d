#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <span>

#include "domain/place.h"

namespace soc::wire {

/// All places of a revision of the registry, each list in the order in which it is shown.
struct PlaceLists {
    std::int64_t revision = 0;
    std::span<const Site> sites;
    std::span<const Building> buildings;
    std::span<const Floor> floors;
    std::span<const Room> rooms;
};

/// Schema `SiteList` of docs/api/openapi.yaml: buildings inside their site, floors and rooms
/// inside their building. What belongs to a place that is not in the lists is left out.
[[nodiscard]] boost::json::object site_list_json(const PlaceLists& places);

}  // namespace soc::wire
