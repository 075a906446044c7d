#include "wire/place_json.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "wire/json_writer.h"
#include "wire/type_json.h"

namespace soc::wire {
namespace {

template <class AnyId>
AnyId id(char last) {
    return *AnyId::parse(std::string{"018f3a2b-4c5d-7e6f-8a9b-00000000000"} + last);
}

std::string text(char last) {
    return std::string{"\"018f3a2b-4c5d-7e6f-8a9b-00000000000"} + last + '"';
}

TEST(PlaceJson, PutsEachPlaceInsideItsOuterOne) {
    const std::array sites{
        Site{id<SiteId>('1'), "Toulouse", "tls", "", "Europe/Paris", Coordinates{43.5622, 1.4681},
             std::chrono::minutes{20}},
        Site{id<SiteId>('2'), "Ha\"noi", "han", "hanoi", "Asia/Ho_Chi_Minh", std::nullopt,
             std::nullopt}};
    const std::array buildings{
        Building{id<BuildingId>('3'), id<SiteId>('1'), "U4", "u4", std::nullopt}};
    const std::array floors{Floor{id<FloorId>('4'), id<BuildingId>('3'), "RDC", 0}};
    const std::array rooms{
        Room{id<RoomId>('5'), id<BuildingId>('3'), id<FloorId>('4'), "300", "300"},
        Room{id<RoomId>('6'), id<BuildingId>('3'), std::nullopt, "Été", "ete"},
        Room{id<RoomId>('7'), id<BuildingId>('9'), std::nullopt, "of no building", "x"}};
    EXPECT_EQ(
        serialize(site_list_json({42, sites, buildings, floors, rooms})),
        R"({"revision":42,"items":[{"id":)" + text('1') +
            R"(,"name":"Toulouse","code":"tls","topic_prefix":"","time_zone":"Europe/Paris",)"
            R"("latitude":43.5622,"longitude":1.4681,"interval_s":1200,"buildings":[{"id":)" +
            text('3') +
            R"(,"name":"U4","topic":"u4","latitude":null,"longitude":null,"floors":[{"id":)" +
            text('4') + R"(,"name":"RDC","position":0}],"rooms":[{"id":)" + text('5') +
            R"(,"name":"300","topic":"300","floor_id":)" + text('4') + R"(},{"id":)" + text('6') +
            R"(,"name":"Été","topic":"ete","floor_id":null}]}]},{"id":)" + text('2') +
            R"(,"name":"Ha\"noi","code":"han","topic_prefix":"hanoi",)"
            R"("time_zone":"Asia/Ho_Chi_Minh","latitude":null,"longitude":null,"interval_s":null,)"
            R"("buildings":[]}]})");
    EXPECT_EQ(serialize(site_list_json({})), R"({"revision":0,"items":[]})");
}

TEST(TypeJson, WritesTypesInTheirOrder) {
    DeviceType type;
    type.id = id<TypeId>('1');
    type.name = "neOSensor";
    DeviceType lamp = type;
    lamp.connectivity = Connectivity::lorawan;
    lamp.interval = std::chrono::minutes{60};
    EXPECT_EQ(serialize(type_list_json(std::vector{type, lamp})),
              R"({"items":[{"id":)" + text('1') +
                  R"(,"name":"neOSensor","connectivity":"mqtt","interval_s":null,)"
                  R"("interval_min_s":900,"interval_max_s":21600},{"id":)" +
                  text('1') +
                  R"(,"name":"neOSensor","connectivity":"lorawan","interval_s":3600,)"
                  R"("interval_min_s":900,"interval_max_s":21600}]})");
}

}  // namespace
}  // namespace soc::wire
