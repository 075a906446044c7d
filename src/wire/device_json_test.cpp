#include "wire/device_json.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "wire/device_details_json.h"
#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

template <class AnyId>
AnyId id(char last) {
    return *AnyId::parse(std::string{"018f3a2b-4c5d-7e6f-8a9b-00000000000"} + last);
}

DeviceRow bare_row() {
    DeviceRow row;
    row.id = id<DeviceId>('1');
    row.name = "Carte \"1\"";
    row.site_id = id<SiteId>('2');
    row.site = "Toulouse";
    row.type_id = id<TypeId>('3');
    row.type = "neOSensor";
    return row;
}

void expect_null(const json::object& object, std::initializer_list<const char*> names) {
    for (const char* const name : names) {
        ASSERT_TRUE(object.contains(name)) << name;
        EXPECT_EQ(serialize(object.at(name)), "null") << name;
    }
}

// What is not known is `null`; once it was a list with a null inside.
TEST(DeviceJson, WritesAbsentValuesOfARowAsNull) {
    expect_null(to_json(bare_row()), {"identifier", "exclusion", "last_seen_at", "building_id",
                                      "room_id", "building", "room", "firmware"});
    DeviceDetails details;
    details.row = bare_row();
    expect_null(to_json(details), {"base_topic", "seen_topic", "announced_s", "deadline_at",
                                    "last_message"});
}

// A reader must be able to add up the deadline: last message, interval, tolerance (R13).
TEST(DeviceJson, WritesWhatTheDeadlineIsMadeOf) {
    DeviceDetails details;
    details.row = bare_row();
    details.interval = std::chrono::seconds{1'800};
    details.interval_origin = "type";
    details.interval_setting = std::chrono::seconds{900};
    details.announced = std::chrono::seconds{1'800};
    details.tolerance = std::chrono::seconds{96};
    details.deadline = *parse_rfc3339("2026-11-22T09:31:36Z");
    const json::object object = to_json(details);
    EXPECT_EQ(object.at("interval_s"), 1'800);
    EXPECT_EQ(object.at("interval_origin"), "type");
    EXPECT_EQ(object.at("interval_setting_s"), 900);
    EXPECT_EQ(object.at("announced_s"), 1'800);
    EXPECT_EQ(object.at("tolerance_s"), 96);
    EXPECT_EQ(object.at("deadline_at"), "2026-11-22T09:31:36.000Z");
}

TEST(DeviceJson, WritesAWholeRowInTheOrderOfItsSchema) {
    DeviceRow row = bare_row();
    row.identifier = Identifier{IdentifierKind::mac, "30:ae:a4:0c:11:9f"};
    row.presence = Presence::excluded;
    row.exclusion = Exclusion::disabled;
    row.last_seen_at = *parse_rfc3339("2026-11-22T09:00:00Z");
    row.building_id = id<BuildingId>('4');
    row.room_id = id<RoomId>('5');
    row.building = "Bâtiment 3A";
    row.room = "001";
    row.firmware = "231027";
    EXPECT_EQ(
        serialize(to_json(row)),
        R"({"id":"018f3a2b-4c5d-7e6f-8a9b-000000000001","name":"Carte \"1\"",)"
        R"("identifier":{"kind":"mac","value":"30:ae:a4:0c:11:9f"},"presence":"excluded",)"
        R"("exclusion":"disabled","last_seen_at":"2026-11-22T09:00:00.000Z",)"
        R"("site_id":"018f3a2b-4c5d-7e6f-8a9b-000000000002",)"
        R"("building_id":"018f3a2b-4c5d-7e6f-8a9b-000000000004",)"
        R"("room_id":"018f3a2b-4c5d-7e6f-8a9b-000000000005","site":"Toulouse",)"
        R"("building":"Bâtiment 3A","room":"001",)"
        R"("type_id":"018f3a2b-4c5d-7e6f-8a9b-000000000003","type":"neOSensor",)"
        R"("connectivity":"mqtt","firmware":"231027"})");
}

}  // namespace
}  // namespace soc::wire
