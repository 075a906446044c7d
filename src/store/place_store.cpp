#include "store/place_store.h"

#include <optional>
#include <string>

namespace soc::place_store {
namespace {

std::optional<double> latitude(const std::optional<Coordinates>& at) {
    return at ? std::optional{at->latitude} : std::nullopt;
}
std::optional<double> longitude(const std::optional<Coordinates>& at) {
    return at ? std::optional{at->longitude} : std::nullopt;
}
std::optional<Coordinates> coordinates_of(const Row& row) {
    if (row.is_null("latitude") || row.is_null("longitude")) return std::nullopt;
    return Coordinates{row.real("latitude"), row.real("longitude")};
}

/// What a query for rows in the way answered: nothing, or one row that names in `field` what
/// they have in common with the new one.
Status nothing_in_the_way(const Result<Rows>& taken) {
    if (!taken) return taken.error();
    if (taken->empty()) return {};
    return Error::conflict(std::string{taken->front().text("field")}, "already_registered");
}

/// An INSERT ... DO NOTHING that inserted nothing, although no name is taken: the id is.
Status id_is_new(const Result<Rows>& inserted) {
    if (!inserted) return inserted.error();
    return inserted->empty() ? Status{Error::conflict("id", "already_registered")} : Status{};
}

Status was_there(const Result<Rows>& updated, const char* what) {
    if (!updated) return updated.error();
    return updated->empty() ? Status{Error::not_found(what)} : Status{};
}

/// Reads a whole list with `to_place`, which makes a `Place` of a row.
template <class Place, class ToPlace>
Result<std::vector<Place>> to_list(const Result<Rows>& rows, ToPlace to_place) {
    if (!rows) return rows.error();
    std::vector<Place> places;
    places.reserve(rows->size());
    for (const Row row : *rows) {
        Result<Place> place = to_place(row);
        if (!place) return place.error();
        places.push_back(*std::move(place));
    }
    return places;
}

// ---- sites ---------------------------------------------------------------------------------

constexpr std::string_view sites_in_the_way_sql = R"sql(
    SELECT CASE WHEN code = $2 THEN 'code' ELSE 'topic_prefix' END AS field
    FROM site WHERE (code = $2 OR topic_prefix = $3) AND id <> $1 ORDER BY field LIMIT 1
)sql";

Status no_site_in_the_way(Transaction& tx, const Site& site) {
    return nothing_in_the_way(
        tx.query(sites_in_the_way_sql, site.id, site.code, site.topic_prefix));
}

constexpr std::string_view insert_site_sql = R"sql(
    INSERT INTO site (id, name, sort_key, code, topic_prefix, time_zone, latitude, longitude,
                      interval_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)sql";

}  // namespace

Status insert(Transaction& tx, const Site& site, std::string_view sort_key) {
    if (const Status free = no_site_in_the_way(tx, site); !free) return free;
    return id_is_new(tx.query(insert_site_sql, site.id, site.name, sort_key, site.code,
                              site.topic_prefix, site.time_zone, latitude(site.coordinates),
                              longitude(site.coordinates), site.interval));
}

namespace {

constexpr std::string_view update_site_sql = R"sql(
    UPDATE site SET name = $2, sort_key = $3, code = $4, topic_prefix = $5, time_zone = $6,
                    latitude = $7, longitude = $8, interval_s = $9
    WHERE id = $1
    RETURNING id
)sql";

}  // namespace

Status update(Transaction& tx, const Site& site, std::string_view sort_key) {
    if (const Status free = no_site_in_the_way(tx, site); !free) return free;
    return was_there(tx.query(update_site_sql, site.id, site.name, sort_key, site.code,
                              site.topic_prefix, site.time_zone, latitude(site.coordinates),
                              longitude(site.coordinates), site.interval),
                     "site");
}

namespace {

constexpr std::string_view list_sites_sql = R"sql(
    SELECT id, name, code, topic_prefix, time_zone, latitude, longitude, interval_s
    FROM site ORDER BY sort_key, id
)sql";

Result<Site> to_site(const Row& row) {
    const Result<SiteId> id = read_id<SiteId>(row, "id");
    if (!id) return id.error();
    return Site{.id = *id,
                .name = std::string{row.text("name")},
                .code = std::string{row.text("code")},
                .topic_prefix = std::string{row.text("topic_prefix")},
                .time_zone = std::string{row.text("time_zone")},
                .coordinates = coordinates_of(row),
                .interval = row.optional_seconds("interval_s")};
}

}  // namespace

Result<std::vector<Site>> list_sites(Transaction& tx) {
    return to_list<Site>(tx.query(list_sites_sql), to_site);
}

// ---- buildings -----------------------------------------------------------------------------

namespace {

constexpr std::string_view buildings_in_the_way_sql = R"sql(
    SELECT CASE WHEN name = $3 THEN 'name' ELSE 'topic' END AS field
    FROM building WHERE site_id = $2 AND (name = $3 OR topic = $4) AND id <> $1
    ORDER BY field LIMIT 1
)sql";

Status no_building_in_the_way(Transaction& tx, const Building& building) {
    return nothing_in_the_way(tx.query(buildings_in_the_way_sql, building.id, building.site,
                                       building.name, building.topic));
}

constexpr std::string_view insert_building_sql = R"sql(
    INSERT INTO building (id, site_id, name, sort_key, topic, latitude, longitude)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)sql";

}  // namespace

Status insert(Transaction& tx, const Building& building, std::string_view sort_key) {
    if (const Status free = no_building_in_the_way(tx, building); !free) return free;
    return id_is_new(tx.query(insert_building_sql, building.id, building.site, building.name,
                              sort_key, building.topic, latitude(building.coordinates),
                              longitude(building.coordinates)));
}

namespace {

constexpr std::string_view update_building_sql = R"sql(
    UPDATE building SET site_id = $2, name = $3, sort_key = $4, topic = $5, latitude = $6,
                        longitude = $7
    WHERE id = $1
    RETURNING id
)sql";

}  // namespace

Status update(Transaction& tx, const Building& building, std::string_view sort_key) {
    if (const Status free = no_building_in_the_way(tx, building); !free) return free;
    return was_there(tx.query(update_building_sql, building.id, building.site, building.name,
                              sort_key, building.topic, latitude(building.coordinates),
                              longitude(building.coordinates)),
                     "building");
}

namespace {

constexpr std::string_view list_buildings_sql = R"sql(
    SELECT id, site_id, name, topic, latitude, longitude FROM building ORDER BY sort_key, id
)sql";

Result<Building> to_building(const Row& row) {
    const Result<BuildingId> id = read_id<BuildingId>(row, "id");
    if (!id) return id.error();
    const Result<SiteId> site = read_id<SiteId>(row, "site_id");
    if (!site) return site.error();
    return Building{.id = *id,
                    .site = *site,
                    .name = std::string{row.text("name")},
                    .topic = std::string{row.text("topic")},
                    .coordinates = coordinates_of(row)};
}

}  // namespace

Result<std::vector<Building>> list_buildings(Transaction& tx) {
    return to_list<Building>(tx.query(list_buildings_sql), to_building);
}

// ---- floors --------------------------------------------------------------------------------

namespace {

constexpr std::string_view floors_in_the_way_sql = R"sql(
    SELECT 'name' AS field FROM floor WHERE building_id = $2 AND name = $3 AND id <> $1
)sql";

Status no_floor_in_the_way(Transaction& tx, const Floor& floor) {
    return nothing_in_the_way(
        tx.query(floors_in_the_way_sql, floor.id, floor.building, floor.name));
}

constexpr std::string_view insert_floor_sql = R"sql(
    INSERT INTO floor (id, building_id, name, position) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)sql";

}  // namespace

Status insert(Transaction& tx, const Floor& floor) {
    if (const Status free = no_floor_in_the_way(tx, floor); !free) return free;
    return id_is_new(
        tx.query(insert_floor_sql, floor.id, floor.building, floor.name, floor.position));
}

namespace {

constexpr std::string_view update_floor_sql = R"sql(
    UPDATE floor SET building_id = $2, name = $3, position = $4 WHERE id = $1 RETURNING id
)sql";

}  // namespace

Status update(Transaction& tx, const Floor& floor) {
    if (const Status free = no_floor_in_the_way(tx, floor); !free) return free;
    return was_there(
        tx.query(update_floor_sql, floor.id, floor.building, floor.name, floor.position),
        "floor");
}

namespace {

constexpr std::string_view list_floors_sql = R"sql(
    SELECT id, building_id, name, position FROM floor ORDER BY building_id, position, name
)sql";

Result<Floor> to_floor(const Row& row) {
    const Result<FloorId> id = read_id<FloorId>(row, "id");
    if (!id) return id.error();
    const Result<BuildingId> building = read_id<BuildingId>(row, "building_id");
    if (!building) return building.error();
    return Floor{.id = *id,
                 .building = *building,
                 .name = std::string{row.text("name")},
                 .position = static_cast<int>(row.int64("position"))};
}

}  // namespace

Result<std::vector<Floor>> list_floors(Transaction& tx) {
    return to_list<Floor>(tx.query(list_floors_sql), to_floor);
}

// ---- rooms ---------------------------------------------------------------------------------

namespace {

constexpr std::string_view rooms_in_the_way_sql = R"sql(
    SELECT CASE WHEN name = $3 THEN 'name' ELSE 'topic' END AS field
    FROM room WHERE building_id = $2 AND (name = $3 OR topic = $4) AND id <> $1
    ORDER BY field LIMIT 1
)sql";

Status no_room_in_the_way(Transaction& tx, const Room& room) {
    return nothing_in_the_way(
        tx.query(rooms_in_the_way_sql, room.id, room.building, room.name, room.topic));
}

constexpr std::string_view insert_room_sql = R"sql(
    INSERT INTO room (id, building_id, floor_id, name, sort_key, topic)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)sql";

}  // namespace

Status insert(Transaction& tx, const Room& room, std::string_view sort_key) {
    if (const Status free = no_room_in_the_way(tx, room); !free) return free;
    return id_is_new(tx.query(insert_room_sql, room.id, room.building, room.floor, room.name,
                              sort_key, room.topic));
}

namespace {

constexpr std::string_view update_room_sql = R"sql(
    UPDATE room SET building_id = $2, floor_id = $3, name = $4, sort_key = $5, topic = $6
    WHERE id = $1
    RETURNING id
)sql";

}  // namespace

Status update(Transaction& tx, const Room& room, std::string_view sort_key) {
    if (const Status free = no_room_in_the_way(tx, room); !free) return free;
    return was_there(tx.query(update_room_sql, room.id, room.building, room.floor, room.name,
                              sort_key, room.topic),
                     "room");
}

namespace {

constexpr std::string_view list_rooms_sql = R"sql(
    SELECT id, building_id, floor_id, name, topic FROM room ORDER BY sort_key, id
)sql";

Result<Room> to_room(const Row& row) {
    const Result<RoomId> id = read_id<RoomId>(row, "id");
    if (!id) return id.error();
    const Result<BuildingId> building = read_id<BuildingId>(row, "building_id");
    if (!building) return building.error();
    Room room{.id = *id,
              .building = *building,
              .floor = {},
              .name = std::string{row.text("name")},
              .topic = std::string{row.text("topic")}};
    if (!row.is_null("floor_id")) {
        const Result<FloorId> floor = read_id<FloorId>(row, "floor_id");
        if (!floor) return floor.error();
        room.floor = *floor;
    }
    return room;
}

}  // namespace

Result<std::vector<Room>> list_rooms(Transaction& tx) {
    return to_list<Room>(tx.query(list_rooms_sql), to_room);
}

}  // namespace soc::place_store
