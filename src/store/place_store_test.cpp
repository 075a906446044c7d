#include "store/place_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/row_counts.h"
#include "store/setting_store.h"
#include "store/type_store.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

class PlaceStoreTest : public StoreTest {
protected:
    void SetUp() override { register_places(); }

    template <class Place>
    std::string insert(const Place& wanted, std::string_view key = "k") {
        return summary(
            write([&](Transaction& tx) { return place_store::insert(tx, wanted, key); }));
    }
    template <class Place>
    std::string update(const Place& wanted, std::string_view key = "k") {
        return summary(
            write([&](Transaction& tx) { return place_store::update(tx, wanted, key); }));
    }
    std::string insert(const Floor& floor) {
        return summary(write([&](Transaction& tx) { return place_store::insert(tx, floor); }));
    }
    std::string update(const Floor& floor) {
        return summary(write([&](Transaction& tx) { return place_store::update(tx, floor); }));
    }
    template <class Place>
    std::vector<Place> list(Result<std::vector<Place>> (*list_places)(Transaction&)) {
        Result<std::vector<Place>> places = read(list_places);
        EXPECT_TRUE(places) << summary(places);
        return places ? *std::move(places) : std::vector<Place>{};
    }
};
INSTANTIATE_TEST_SUITE_P(Both, PlaceStoreTest, both_databases, name_of_kind);

const std::string taken_id = "conflict/id/already_registered";
const std::string taken_name = "conflict/name/already_registered";
const std::string taken_topic = "conflict/topic/already_registered";
const std::string no_parent = "conflict//reference_missing";

TEST_P(PlaceStoreTest, KeepsSitesInTheOrderOfTheirKeys) {
    Site tarbes = a_site("tarbes");
    tarbes.topic_prefix = "";
    tarbes.coordinates = Coordinates{43.2328, 0.0781};
    tarbes.interval = std::chrono::seconds{600};
    ASSERT_EQ(insert(tarbes, "a"), "success");
    EXPECT_EQ(list(place_store::list_sites), (std::vector{tarbes, site}));

    tarbes.name = "Tarbes, IUT";
    tarbes.coordinates = std::nullopt;
    tarbes.time_zone = "America/Cayenne";
    tarbes.interval = std::chrono::seconds{1'200};
    ASSERT_EQ(update(tarbes, "z"), "success");
    EXPECT_EQ(list(place_store::list_sites), (std::vector{site, tarbes}));
    tarbes.interval.reset();
    ASSERT_EQ(update(tarbes, "z"), "success");
    EXPECT_EQ(list(place_store::list_sites), (std::vector{site, tarbes}));
}

TEST_P(PlaceStoreTest, SaysWhatOfASiteIsTaken) {
    Site other = a_site("other");
    EXPECT_EQ(update(other), "not_found/site/not_found");
    Site same_code = other;
    same_code.code = site.code;
    EXPECT_EQ(insert(same_code), "conflict/code/already_registered");
    Site same_prefix = other;
    same_prefix.topic_prefix = site.topic_prefix;
    EXPECT_EQ(insert(same_prefix), "conflict/topic_prefix/already_registered");
    Site same_id = other;
    same_id.id = site.id;
    EXPECT_EQ(insert(same_id), taken_id);

    ASSERT_EQ(insert(other), "success");
    EXPECT_EQ(update(other), "success");
    same_code.id = other.id;
    EXPECT_EQ(update(same_code), "conflict/code/already_registered");
    same_prefix.id = other.id;
    EXPECT_EQ(update(same_prefix), "conflict/topic_prefix/already_registered");
}

TEST_P(PlaceStoreTest, KeepsBuildings) {
    Building library = a_building(site.id, "bu");
    library.coordinates = Coordinates{43.56, 1.47};
    ASSERT_EQ(insert(library, "a"), "success");
    EXPECT_EQ(list(place_store::list_buildings), (std::vector{library, building}));
    library.name = "Bibliothèque";
    ASSERT_EQ(update(library, "z"), "success");
    EXPECT_EQ(list(place_store::list_buildings), (std::vector{building, library}));
}

TEST_P(PlaceStoreTest, SaysWhatOfABuildingIsTakenInItsSite) {
    Building same_name = a_building(site.id, "b2");
    same_name.name = building.name;
    EXPECT_EQ(insert(same_name), taken_name);
    EXPECT_EQ(insert(Building{fresh<BuildingId>(), site.id, "New", building.topic, {}}),
              taken_topic);
    EXPECT_EQ(insert(Building{building.id, site.id, "New", "new", {}}), taken_id);
    EXPECT_EQ(update(a_building(site.id, "b3")), "not_found/building/not_found");
    EXPECT_EQ(insert(a_building(fresh<SiteId>(), "b3")), no_parent);

    // The same name and topic in another site are another building.
    const Site tarbes = a_site("tarbes");
    ASSERT_EQ(insert(tarbes), "success");
    Building twin = building;
    twin.id = fresh<BuildingId>();
    twin.site = tarbes.id;
    EXPECT_EQ(insert(twin), "success");
    twin.site = site.id;
    EXPECT_EQ(update(twin), taken_name);
}

TEST_P(PlaceStoreTest, KeepsFloorsFromTheLowest) {
    const Floor first{fresh<FloorId>(), building.id, "1st", 1};
    const Floor cellar{fresh<FloorId>(), building.id, "Cellar", -1};
    ASSERT_EQ(insert(first), "success");
    ASSERT_EQ(insert(cellar), "success");
    EXPECT_EQ(list(place_store::list_floors), (std::vector{cellar, first}));
    Floor roof = cellar;
    roof.name = "Roof";
    roof.position = 9;
    ASSERT_EQ(update(roof), "success");
    EXPECT_EQ(list(place_store::list_floors), (std::vector{first, roof}));

    EXPECT_EQ(insert(Floor{fresh<FloorId>(), building.id, "Roof", 3}), taken_name);
    EXPECT_EQ(insert(Floor{roof.id, building.id, "New", 3}), taken_id);
    EXPECT_EQ(update(Floor{first.id, building.id, "Roof", 3}), taken_name);
    EXPECT_EQ(update(Floor{fresh<FloorId>(), building.id, "New", 3}), "not_found/floor/not_found");
    EXPECT_EQ(insert(Floor{fresh<FloorId>(), fresh<BuildingId>(), "New", 3}), no_parent);
}

TEST_P(PlaceStoreTest, KeepsRoomsWithAndWithoutAFloor) {
    const Floor ground{fresh<FloorId>(), building.id, "Ground", 0};
    ASSERT_EQ(insert(ground), "success");
    Room hall = a_room(building.id, "hall");
    hall.floor = ground.id;
    ASSERT_EQ(insert(hall, "a"), "success");
    EXPECT_EQ(list(place_store::list_rooms), (std::vector{hall, room}));
    hall.floor = std::nullopt;
    hall.topic = "great-hall";
    ASSERT_EQ(update(hall, "z"), "success");
    EXPECT_EQ(list(place_store::list_rooms), (std::vector{room, hall}));

    EXPECT_EQ(insert(Room{fresh<RoomId>(), building.id, {}, room.name, "new"}), taken_name);
    EXPECT_EQ(insert(Room{fresh<RoomId>(), building.id, {}, "New", room.topic}), taken_topic);
    EXPECT_EQ(insert(Room{room.id, building.id, {}, "New", "new"}), taken_id);
    EXPECT_EQ(update(Room{hall.id, building.id, {}, "New", room.topic}), taken_topic);
    EXPECT_EQ(update(a_room(building.id, "nowhere")), "not_found/room/not_found");
    EXPECT_EQ(insert(Room{fresh<RoomId>(), building.id, fresh<FloorId>(), "New", "new"}),
              no_parent);
}

TEST_P(PlaceStoreTest, KeepsDeviceTypes) {
    DeviceType sensor = a_type("AM319");
    sensor.connectivity = Connectivity::lorawan;
    sensor.interval = seconds{600};
    sensor.announced_range = {seconds{60}, seconds{3'600}};
    const auto insert_type = [&](const DeviceType& t) {
        return summary(write([&](Transaction& tx) { return type_store::insert(tx, t); }));
    };
    const auto update_type = [&](const DeviceType& t) {
        return summary(write([&](Transaction& tx) { return type_store::update(tx, t); }));
    };
    ASSERT_EQ(insert_type(sensor), "success");
    EXPECT_EQ(list(type_store::list), (std::vector{sensor, type}));
    sensor.name = "zzz";
    sensor.interval = std::nullopt;
    ASSERT_EQ(update_type(sensor), "success");
    EXPECT_EQ(list(type_store::list), (std::vector{type, sensor}));

    EXPECT_EQ(insert_type(a_type(type.name)), taken_name);
    DeviceType same_id = a_type("New");
    same_id.id = type.id;
    EXPECT_EQ(insert_type(same_id), taken_id);
    sensor.name = type.name;
    EXPECT_EQ(update_type(sensor), taken_name);
    EXPECT_EQ(update_type(a_type("Nowhere")), "not_found/type/not_found");
}

TEST_P(PlaceStoreTest, KeepsSettings) {
    const auto find = [&](const char* name) {
        return read([&](Transaction& tx) { return setting_store::find(tx, name); });
    };
    EXPECT_EQ(*find("demonstration"), std::nullopt);
    for (const std::string value : {"loaded", ""}) {
        ASSERT_TRUE(write(
            [&](Transaction& tx) { return setting_store::set(tx, "demonstration", value); }));
        EXPECT_EQ(*find("demonstration"), value);
    }
    EXPECT_EQ(*find("other"), std::nullopt);
}

TEST_P(PlaceStoreTest, CountsTheRowsOfEachTable) {
    for (const CountedTable& table : counted_tables()) {
        const auto rows = read([&](Transaction& tx) { return count_rows(tx, table); });
        ASSERT_TRUE(rows) << table.name << ": " << summary(rows);
        const bool has_one = table.name == "site" || table.name == "building" ||
                             table.name == "room" || table.name == "device_type";
        EXPECT_EQ(*rows, has_one ? 1 : 0) << table.name;
    }
    EXPECT_EQ(counted_tables().size(), 18U);
}

}  // namespace
}  // namespace soc::testing
