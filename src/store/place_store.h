#pragma once

#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/place.h"
#include "store/transaction.h"

/// Sites, buildings, floors and rooms as rows. `sort_key` is the folded name that lists sort by
/// (R4). A duplicate is `conflict` with reason `already_registered` on the field that is taken;
/// an update of what is not there is `not_found`; an unknown parent is `conflict`,
/// `reference_missing`. Lists are in the order that screens show.
namespace soc::place_store {

/// Fields: `code`, `topic_prefix`.
Status insert(Transaction& tx, const Site& site, std::string_view sort_key);
Status update(Transaction& tx, const Site& site, std::string_view sort_key);
[[nodiscard]] Result<std::vector<Site>> list_sites(Transaction& tx);

/// Fields: `name`, `topic`, both unique within the site.
Status insert(Transaction& tx, const Building& building, std::string_view sort_key);
Status update(Transaction& tx, const Building& building, std::string_view sort_key);
[[nodiscard]] Result<std::vector<Building>> list_buildings(Transaction& tx);

/// Field: `name`, unique within the building. Listed by building and position.
Status insert(Transaction& tx, const Floor& floor);
Status update(Transaction& tx, const Floor& floor);
[[nodiscard]] Result<std::vector<Floor>> list_floors(Transaction& tx);

/// Fields: `name`, `topic`, both unique within the building.
Status insert(Transaction& tx, const Room& room, std::string_view sort_key);
Status update(Transaction& tx, const Room& room, std::string_view sort_key);
[[nodiscard]] Result<std::vector<Room>> list_rooms(Transaction& tx);

}  // namespace soc::place_store
