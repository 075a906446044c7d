#include "wire/campus_json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/limits.h"

namespace soc::wire {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view whole = R"({
"format": "sensocampus-campus-1", "name": "Essai",
"device_types": [
  {"uuid": "0198c1a0-0000-7000-8000-000000000001", "name": "Carte", "manufacturer": "neOCampus",
   "connectivity": "mqtt", "interval_s": 30, "interval_min_s": 10, "interval_max_s": 60},
  {"uuid": "0198c1a0-0000-7000-8000-000000000002", "name": "Sonde", "connectivity": "lorawan"}],
"sites": [
  {"uuid": "0198c1a0-0000-7000-8000-000000000003", "name": "Toulouse", "code": "tls",
   "topic_prefix": "", "time_zone": "Europe/Paris",
   "coordinates": {"latitude": 43.5, "longitude": 1},
   "buildings": [
     {"uuid": "0198c1a0-0000-7000-8000-000000000004", "name": "Bâtiment 3A",
      "floors": [{"uuid": "0198c1a0-0000-7000-8000-000000000005", "name": "RdC", "position": 0}],
      "rooms": [
        {"uuid": "0198c1a0-0000-7000-8000-000000000006", "name": "Salle \"Élan\"", "floor": "RdC"},
        {"uuid": "0198c1a0-0000-7000-8000-000000000007", "name": "300", "topic": "r300"}]}]},
  {"uuid": "0198c1a0-0000-7000-8000-000000000008", "name": "Québec", "code": "qc",
   "topic_prefix": "qc", "time_zone": "America/Toronto", "interval_s": 1200}],
"devices": [
  {"uuid": "0198c1a0-0000-7000-8000-000000000009", "name": "Carte 1", "description": "a\nb",
   "type": "Carte", "site": "tls", "rooms": ["batiment_3a/r300", "batiment_3a/salle_elan_"],
   "identifiers": [{"kind": "mac", "value": "30-AE-A4-0C-11-9F"},
                   {"kind": "free", "value": "inventaire 7"}],
   "life_cycle": "planned", "enabled": false, "interval_s": 120},
  {"uuid": "0198c1a0-0000-7000-8000-00000000000a", "name": "Sonde 1", "type": "Sonde",
   "site": "qc"}]
})";

std::string listed(const CampusReading& reading) {
    std::string text;
    for (const DocumentFault& fault : reading.faults) {
        text += fmt::format("{}: {}\n", fault.field, fault.reason);
    }
    return text;
}

/// `whole` with one piece of it replaced.
std::string with(std::string_view piece, std::string_view replacement) {
    std::string text{whole};
    const std::size_t at = text.find(piece);
    EXPECT_NE(at, text.npos) << piece;
    return text.replace(at, piece.size(), replacement);
}

TEST(CampusFile, GivesEveryValueOfTheFile) {
    const CampusReading reading = read_campus(whole);
    ASSERT_TRUE(reading.ok()) << listed(reading);
    const Campus& campus = reading.campus;
    EXPECT_EQ(campus.name, "Essai");
    ASSERT_EQ(campus.types.size(), 2U);
    EXPECT_EQ(campus.types[0].interval, 30s);
    EXPECT_EQ(campus.types[0].announced_range, (IntervalRange{10s, 60s}));
    EXPECT_EQ(campus.types[1].connectivity, Connectivity::lorawan);
    EXPECT_EQ(campus.types[1].announced_range, IntervalRange{});
    ASSERT_EQ(campus.sites.size(), 2U);
    EXPECT_EQ(campus.sites[0].coordinates, (Coordinates{43.5, 1}));
    EXPECT_EQ(campus.sites[0].interval, std::nullopt);
    EXPECT_EQ(campus.sites[1].interval, 1'200s);
    ASSERT_EQ(campus.buildings.size(), 1U);
    EXPECT_EQ(campus.buildings[0].topic, "batiment_3a");
    EXPECT_EQ(campus.buildings[0].site, campus.sites[0].id);
    ASSERT_EQ(campus.rooms.size(), 2U);
    EXPECT_EQ(campus.rooms[0].floor, campus.floors.at(0).id);
    EXPECT_EQ(campus.rooms[1].topic, "r300");
    ASSERT_EQ(campus.devices.size(), 2U);
    const Device& device = campus.devices[0];
    EXPECT_EQ(device.type, campus.types[0].id);
    EXPECT_EQ(device.rooms, (std::vector{campus.rooms[1].id, campus.rooms[0].id}));
    EXPECT_EQ(device.identifiers.at(0).value, "30:ae:a4:0c:11:9f");
    EXPECT_EQ(device.life_cycle, LifeCycle::planned);
    EXPECT_FALSE(device.enabled);
    EXPECT_EQ(device.interval, 120s);
    EXPECT_EQ(campus.devices[1].site, campus.sites[1].id);
    EXPECT_TRUE(campus.devices[1].enabled);
}

TEST(CampusFile, ReadsBackWhatItWrites) {
    const CampusReading first = read_campus(whole);
    ASSERT_TRUE(first.ok()) << listed(first);
    const CampusReading second = read_campus(write_campus(first.campus));
    ASSERT_TRUE(second.ok()) << listed(second);
    EXPECT_EQ(second.campus, first.campus);
}

struct BadCase {
    std::string_view piece;
    std::string_view replacement;
    std::string_view path;
    std::string_view reason;
};

// One mistake each, and one fault: nothing is listed that only follows from it.
TEST(CampusFile, NamesThePathAndTheReasonOfAFault) {
    const BadCase cases[] = {
        {"sensocampus-campus-1", "sensocampus-campus-2", "format", "unknown_format"},
        {R"("format": "sensocampus-campus-1", )", "", "format", "missing"},
        {R"("name": "Essai")", R"("name": "")", "name", "empty"},
        {R"("name": "Carte",)", R"("name": 7,)", "device_types[0].name", "not_a_text"},
        {R"("name": "Sonde")", R"("name": "Carte")", "device_types[1].name", "used_twice"},
        {"\"lorawan\"", "\"lora\"", "device_types[1].connectivity", "unknown_word"},
        {R"("interval_s": 30)", R"("interval_s": 0)", "device_types[0].interval_s", "out_of_range"},
        {R"("interval_s": 30)", R"("interval_s": 604801)", "device_types[0].interval_s",
         "out_of_range"},
        {R"("interval_s": 30)", R"("interval_s": 30.5)", "device_types[0].interval_s",
         "not_an_integer"},
        {R"("interval_min_s": 10)", R"("interval_min_s": 61)", "device_types[0].interval_min_s",
         "out_of_range"},
        {"0198c1a0-0000-7000-8000-000000000001", "0198c1a0", "device_types[0].uuid", "not_a_uuid"},
        {"0198c1a0-0000-7000-8000-000000000007", "0198c1a0-0000-7000-8000-000000000001",
         "sites[0].buildings[0].rooms[1].uuid", "used_twice"},
        {R"("code": "tls")", R"("code": "TLS 1")", "sites[0].code", "not_a_code"},
        {R"("topic_prefix": "qc")", R"("topic_prefix": "q/c")", "sites[1].topic_prefix",
         "not_a_topic_level"},
        {R"("topic_prefix": "qc")", R"("topic_prefix": "")", "sites[1].topic_prefix", "used_twice"},
        {R"("topic_prefix": "qc")", R"("topic_prefix": "sensocampus")", "sites[1].topic_prefix",
         "reserved"},
        {"America/Toronto", "Québec", "sites[1].time_zone", "not_a_time_zone"},
        {"\"latitude\": 43.5", "\"latitude\": 90.5", "sites[0].coordinates.latitude",
         "out_of_range"},
        {R"("interval_s": 1200)", R"("interval_s": 0)", "sites[1].interval_s", "out_of_range"},
        {", \"longitude\": 1", "", "sites[0].coordinates.longitude", "missing"},
        {"\"Bâtiment 3A\"", "\"🌵\"", "sites[0].buildings[0].topic", "no_topic"},
        {R"("name": "300", )", "", "sites[0].buildings[0].rooms[1].name", "missing"},
        {R"("topic": "r300")", R"("topic": "salle_elan_")", "sites[0].buildings[0].rooms[1].topic",
         "used_twice"},
        {R"("topic": "r300")", R"("topic": "r+")", "sites[0].buildings[0].rooms[1].topic",
         "not_a_topic_level"},
        {R"("floor": "RdC")", R"("floor": "1er")", "sites[0].buildings[0].rooms[0].floor",
         "not_found"},
        {R"("type": "Sonde")", R"("type": "Autre")", "devices[1].type", "not_found"},
        {R"("site": "qc")", R"("site": "xx")", "devices[1].site", "not_found"},
        {"batiment_3a/r300", "batiment_3a/r301", "devices[0].rooms[0]", "not_found"},
        {"batiment_3a/salle_elan_", "batiment_3a/r300", "devices[0].rooms[1]", "used_twice"},
        {"30-AE-A4-0C-11-9F", "30-AE", "devices[0].identifiers[0].value", "not_a_mac"},
        {"\"planned\"", "\"broken\"", "devices[0].life_cycle", "unknown_word"},
        {"\"enabled\": false", "\"enabled\": \"no\"", "devices[0].enabled", "not_a_boolean"},
        {"\"enabled\": false", "\"enabeld\": false", "devices[0].enabeld", "unknown_member"},
        {R"("Carte 1")", R"("Carte\u00001")", "devices[0].name", "control_character"},
    };
    for (const BadCase& bad : cases) {
        const CampusReading reading = read_campus(with(bad.piece, bad.replacement));
        ASSERT_FALSE(reading.faults.empty()) << bad.replacement;
        EXPECT_EQ(reading.faults[0].field, bad.path) << listed(reading);
        EXPECT_EQ(reading.faults[0].reason, bad.reason) << listed(reading);
        EXPECT_FALSE(reading.faults[0].allowed.empty()) << bad.path;
        EXPECT_EQ(reading.faults.size(), 1U) << listed(reading);
    }
}

std::vector<std::string> lines(std::string_view piece, std::string_view replacement) {
    std::vector<std::string> text;
    const CampusReading reading = read_campus(with(piece, replacement));
    for (const DocumentFault& fault : reading.faults) text.push_back(fault.to_string());
    return text;
}
using Lines = std::vector<std::string>;

TEST(CampusFile, ShowsTheValueAndWhatIsAllowed) {
    EXPECT_EQ(lines(R"("code": "tls")", R"("code": "TLS 1")"),
              Lines{R"(sites[0].code = "TLS 1": not_a_code )"
                    "(allowed: 1 to 32 of a-z, 0-9, _ and -)"});
    EXPECT_EQ(lines(R"("interval_s": 30)", R"("interval_s": 0)"),
              Lines{"device_types[0].interval_s = 0: out_of_range "
                    "(allowed: an integer from 1 to 604800)"});
    EXPECT_EQ(lines(R"("enabled": false)", R"("enabled": [1, 2])"),
              Lines{"devices[0].enabled = a list: not_a_boolean (allowed: true or false)"});
    EXPECT_EQ(lines(R"("name": "300", "topic": "r300")", R"("name": "Salle \"elan\"")"),
              Lines{R"(sites[0].buildings[0].rooms[1].topic = "salle_elan_": used_twice )"
                    "(allowed: a topic that its neighbours do not have)"});
    EXPECT_EQ(lines("\"Bâtiment 3A\"", "\"🌵\""),
              Lines{"sites[0].buildings[0].topic = \"🌵\": no_topic "
                    "(allowed: a topic level given by hand; this name gives none)"});
    EXPECT_EQ(lines(R"("site": "qc")", R"("site": null)"),
              Lines{"devices[1].site = null: missing (allowed: a text)"});
}

TEST(CampusFile, AValueOrANameIsCutToOneLine) {
    const Lines value = lines(R"("code": "tls")", "\"code\": \"" + std::string(300, 'x') + '"');
    ASSERT_EQ(value.size(), 1U);
    EXPECT_LT(value[0].size(), 150U) << value[0];
    const Lines name = lines(R"("enabled": false)", R"("a\nb": "c\nd")");
    ASSERT_EQ(name.size(), 1U);
    EXPECT_EQ(name[0].find('\n'), std::string::npos) << name[0];
}

/// A building of many rooms on one floor, and a device in each.
std::string block(std::string_view site, std::string_view floors, std::string_view building) {
    constexpr int rooms = 50;
    int next = 0;
    const auto uuid = [&next] {
        return fmt::format(R"("uuid": "0198c1a0-0000-7000-8000-{:012}")", next++);
    };
    std::string text = fmt::format(
        R"({{"format": "sensocampus-campus-1", "name": "x", "device_types": [{{{}, "name": "T"}}])",
        uuid());
    text += fmt::format(R"(, "sites": [{{{}, {}, "name": "S", "time_zone": "UTC", "buildings": [)",
                        uuid(), site);
    text += fmt::format(R"({{{}, {}, "floors": {}, "rooms": [)", uuid(), building, floors);
    for (int i = 0; i < rooms; ++i) {
        text += fmt::format(R"({}{{{}, "name": "{}", "floor": "F"}})", i == 0 ? "" : ",", uuid(),
                            i);
    }
    text += R"(]}]}], "devices": [)";
    for (int i = 0; i < rooms; ++i) {
        text += fmt::format(
            R"({}{{{}, "name": "D", "type": "T", "site": "s", "rooms": ["b/{}"]}})",
            i == 0 ? "" : ",", uuid(), i);
    }
    return text + "]}";
}

struct Cause {
    std::string_view site;
    std::string_view floors;
    std::string_view building;
    std::string_view fault;
};

// Fifty rooms and fifty devices hang on each of these: the person reads about the one mistake.
TEST(CampusFile, NamesACauseOnceAndNotEachOfItsConsequences) {
    constexpr std::string_view site = R"("code": "s")";
    constexpr std::string_view floor =
        R"([{"uuid": "0198c1a0-0000-7000-8000-900000000000", "name": "F"}])";
    constexpr std::string_view building = R"("name": "B", "topic": "b")";
    ASSERT_EQ(listed(read_campus(block(site, floor, building))), "");
    const Cause causes[] = {
        {R"("code": "S")", floor, building, R"(sites[0].code = "S": not_a_code)"},
        {R"("tag": 1)", floor, building, "sites[0].code: missing"},
        {R"("code": "t")", floor, building, R"(devices[0].site = "s": not_found)"},
        {site, "7", building, "sites[0].buildings[0].floors = 7: not_a_list"},
        {site, "[]", building, R"(sites[0].buildings[0].rooms[0].floor = "F": not_found)"},
        {site, R"([{"uuid": "0198c1a0-0000-7000-8000-900000000000"}])", building,
         "sites[0].buildings[0].floors[0].name: missing"},
        {site, floor, R"("name": "B", "topic": "b/c")",
         R"(sites[0].buildings[0].topic = "b/c": not_a_topic_level)"},
        {site, floor, R"("name": "B", "topic": "bb")", R"(devices[0].rooms[0] = "b/0": not_found)"},
        {site, floor, R"("topic": "b")", "sites[0].buildings[0].name: missing"},
    };
    for (const Cause& cause : causes) {
        const CampusReading reading = read_campus(block(cause.site, cause.floors, cause.building));
        ASSERT_FALSE(reading.faults.empty()) << cause.fault;
        const std::string first = reading.faults[0].to_string();
        EXPECT_EQ(first.substr(0, cause.fault.size()), cause.fault);
        EXPECT_EQ(reading.faults_left_out, 0U);
        // An unknown member beside a missing one is a mistake of its own.
        EXPECT_EQ(reading.faults.size(), cause.site == R"("tag": 1)" ? 2U : 1U) << listed(reading);
        const bool dangles = reading.faults[0].reason == "not_found";
        EXPECT_EQ(reading.faults[0].alike, dangles ? 49U : 0U) << first;
    }
    const CampusReading reading = read_campus(block(site, floor, R"("name": "B", "topic": "bb")"));
    EXPECT_EQ(reading.faults.at(0).to_string(),
              R"(devices[0].rooms[0] = "b/0": not_found (allowed: building_topic/room_topic of )"
              R"(the device's site; it has no building "b"); 49 more places like it)");
}

TEST(CampusFile, ListsAllFaultsAtOnceAndCountsTheRest) {
    std::string text = R"({"format": "sensocampus-campus-1", "name": "x", "devices": [)";
    const std::size_t devices = limits::campus_faults_max;  // three faults each
    for (std::size_t i = 0; i < devices; ++i) text += i == 0 ? "1" : ",1";
    text += "]}";
    const CampusReading exact = read_campus(text);
    EXPECT_EQ(exact.faults.size(), limits::campus_faults_max);
    EXPECT_EQ(exact.faults_left_out, 0U);
    EXPECT_EQ(exact.faults.back().field, "devices[99]");

    text.replace(text.size() - 2, 2, ",1]}");
    const CampusReading over = read_campus(text);
    EXPECT_EQ(over.faults.size(), limits::campus_faults_max);
    EXPECT_EQ(over.faults_left_out, 1U);
}

TEST(CampusFile, TellsWhereADocumentEndsBeingOne) {
    const CampusReading reading = read_campus("{\"format\":\n  \"x\",,}");
    ASSERT_EQ(reading.faults.size(), 1U);
    EXPECT_EQ(reading.faults[0].reason, "not_json");
    EXPECT_NE(reading.faults[0].allowed.find("line 2, column 7"), std::string::npos)
        << reading.faults[0].allowed;
    for (const std::string& text :
         {std::string{}, std::string{"{}x"}, std::string{"{\"a\":\"\xff\"}"}, std::string{"nul"}}) {
        const CampusReading bad = read_campus(text);
        ASSERT_EQ(bad.faults.size(), 1U) << text;
        EXPECT_EQ(bad.faults[0].reason, "not_json") << text;
    }
    EXPECT_EQ(read_campus("[]").faults.at(0).reason, "not_an_object");
}

TEST(CampusFile, RefusesWhatIsNestedDeeperThanTheLimit) {
    const auto nested = [](std::size_t depth) {
        return "{\"x\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_EQ(read_campus(nested(limits::json_depth_max)).faults.at(0).field, "format");
    EXPECT_EQ(read_campus(nested(limits::json_depth_max + 1)).faults.at(0).reason, "too_deep");
}

}  // namespace
}  // namespace soc::wire
