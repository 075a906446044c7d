#include "simulate/fleet.h"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "simulate/campus_generator.h"
#include "simulate/firmware.h"

namespace soc::simulate {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

Moment start_of_play() {
    return {*parse_rfc3339("2026-11-22T09:00:00Z"), SteadyTime{1'000s}};
}

/// A fleet under simulated time on a network that always works; what it publishes is kept.
class Stage {
public:
    struct Sent {
        WallTime at;
        std::uint32_t board;
        BoardAction action;
    };

    Stage(const Roster& roster, FleetScript script, const FleetOptions& options)
        : truth_{truth_text_}, fleet{roster, std::move(script), options, truth_} {
        fleet.start(now);
    }

    void play_for(microseconds span) {
        const SteadyTime end = now.steady + span;
        while (fleet.next_due() <= end) {
            now = now + std::max(fleet.next_due() - now.steady, microseconds{0});
            fleet.advance(now, actions_);
            deliver();
        }
        now = now + (end - now.steady);
    }
    void hear(LinkReport report) {
        fleet.hear(report, now, actions_);
        deliver();
    }

    /// The lines of the truth file with that event.
    std::vector<json::object> truth(std::string_view event) const {
        std::vector<json::object> found;
        std::istringstream lines{truth_text_.str()};
        for (std::string line; std::getline(lines, line);) {
            json::object object = json::parse(line).as_object();
            if (object.at("event").as_string() == event) found.push_back(std::move(object));
        }
        return found;
    }

    Moment now = start_of_play();
    std::vector<Sent> sent;

private:
    void deliver() {
        while (!actions_.empty()) {
            FleetActions batch;
            batch.swap(actions_);
            for (FleetAction& action : batch) {
                const LinkReport up{LinkReport::Kind::up, action.board, action.action.link, {}, {}};
                const bool connects = action.action.kind == BoardAction::Kind::connect;
                sent.push_back({now.wall, action.board, std::move(action.action)});
                if (connects) fleet.hear(up, now, actions_);
            }
        }
    }

    std::ostringstream truth_text_;
    TruthWriter truth_;
    FleetActions actions_;

public:
    Fleet fleet;
};

Roster roster_of(const Campus& campus, const PlayOptions& options = {}) {
    Result<Roster> roster = Roster::of(campus, options);
    EXPECT_TRUE(roster.has_value());
    return std::move(*roster);
}

WallTime time_of(const json::value& value) {
    const auto time = parse_rfc3339(std::string_view{value.as_string()});
    EXPECT_TRUE(time.has_value());
    return time.value_or(WallTime{});
}

/// When each device published a status, to the millisecond that the truth file knows.
std::map<std::string, std::vector<WallTime>> statuses_by_device(const Roster& roster,
                                                                const Stage& stage) {
    std::map<std::string, std::vector<WallTime>> times;
    for (const Stage::Sent& sent : stage.sent) {
        const auto& device = roster.roles()[sent.board].device;
        if (!device || sent.action.kind != BoardAction::Kind::publish_status) continue;
        times[device->to_string()].push_back(std::chrono::floor<milliseconds>(sent.at));
    }
    return times;
}

std::string whole_story(std::uint64_t seed) {
    Roster roster = roster_of(demonstration_campus(1), {.seed = seed});
    roster.add_guests(seed);
    Stage stage{roster, demonstration_script(roster, seed), {.seed = seed, .start_spread = 5s}};
    stage.play_for(30min);
    std::string story;
    for (const Stage::Sent& sent : stage.sent) {
        story += std::to_string(to_micros(sent.at)) + sent.action.topic + sent.action.payload;
    }
    return story;
}

TEST(Fleet, TellsTheSameStoryForTheSameSeed) {
    const std::string story = whole_story(3);
    EXPECT_EQ(story, whole_story(3));
    EXPECT_NE(story, whole_story(4));
}

// The heart of it: over six hours of every kind of trouble, no status falls into a silence of the
// truth file, each silence ends with a status, and every longer gap between two statuses of a
// device is in the truth file.
TEST(Fleet, WritesTheTruth) {
    Roster roster = roster_of(demonstration_campus(1));
    roster.add_guests(9);
    Stage stage{roster, demonstration_script(roster, 9), {.seed = 9, .start_spread = 5s}};
    stage.play_for(6h);
    stage.fleet.finish(stage.now, 0);
    const auto statuses = statuses_by_device(roster, stage);

    struct Span {
        WallTime from;
        WallTime until;
    };
    std::map<std::string, std::vector<Span>> silences;
    std::set<std::string> causes;
    for (const json::object& line : stage.truth("silence")) {
        const std::string device{line.at("device").as_string()};
        const WallTime from = time_of(line.at("from"));
        const bool is_open = line.at("until").is_null();
        const WallTime until = is_open ? stage.now.wall + 1s : time_of(line.at("until"));
        silences[device].push_back({from, until});
        causes.insert(std::string{line.at("cause").as_string()});

        const auto known = statuses.find(device);
        if (known == statuses.end()) continue;
        const auto& times = known->second;
        const auto inside = std::upper_bound(times.begin(), times.end(), from);
        if (is_open) {
            EXPECT_TRUE(inside == times.end()) << device;
        } else {
            ASSERT_TRUE(inside != times.end()) << device;
            EXPECT_EQ(*inside, until) << device;
        }
        if (line.at("last_status").is_null()) continue;
        ASSERT_TRUE(inside != times.begin());
        EXPECT_EQ(*(inside - 1), time_of(line.at("last_status"))) << device;
    }
    for (const char* cause : {"never_powered", "device_power", "device_hang", "room_power",
                              "building_network", "site_link"}) {
        EXPECT_TRUE(causes.contains(cause)) << cause;
    }

    std::size_t longer_gaps = 0;
    for (const auto& [device, times] : statuses) {
        for (std::size_t i = 1; i < times.size(); ++i) {
            // The longest period with its jitter, and a reboot just before its end.
            if (times[i] - times[i - 1] <= 61s + firmware::boot_most) continue;
            ++longer_gaps;
            const WallTime before = times[i - 1];
            const WallTime after = times[i];
            const bool is_told =
                std::ranges::any_of(silences[device], [before, after](const Span& span) {
                    return span.from >= before && span.from < after && span.until == after;
                });
            EXPECT_TRUE(is_told) << device << " until " << to_rfc3339(after);
        }
    }
    EXPECT_GT(longer_gaps, 100U);
}

TEST(Fleet, CountsWhatItPublished) {
    const Roster roster = roster_of(demonstration_campus(1), {.interval = 60s});
    Stage stage{roster, FleetScript{}, {.seed = 1, .loss = 0.1, .start_spread = 5s}};
    stage.play_for(2h);
    stage.fleet.finish(stage.now, 0);
    std::map<std::string, std::int64_t> counted;
    std::int64_t lost = 0;
    for (const json::object& line : stage.truth("published")) {
        counted[std::string{line.at("device").as_string()}] = line.at("statuses").as_int64();
        lost += line.at("lost").as_int64();
    }
    const auto statuses = statuses_by_device(roster, stage);
    ASSERT_EQ(counted.size(), roster.roles().size());
    std::int64_t published = 0;
    for (const auto& [device, times] : statuses) {
        EXPECT_EQ(counted[device], static_cast<std::int64_t>(times.size())) << device;
        published += counted[device];
    }
    EXPECT_TRUE(stage.truth("silence").empty());
    EXPECT_EQ(stage.truth("end").at(0).at("statuses").as_int64(), published);

    std::int64_t data = 0;
    for (const json::object& line : stage.truth("published")) {
        data += line.at("data").as_int64();
    }
    const double share = static_cast<double>(lost) / static_cast<double>(lost + published + data);
    EXPECT_NEAR(share, 0.1, 0.01);
}

// A failures file: the outage of a room hits its boards, only them, and for as long as it says.
TEST(Fleet, PlaysAFailuresFile) {
    const Campus campus = demonstration_campus(1);
    const Roster roster = roster_of(campus);
    ScriptReading reading = read_script(R"({"failures": [
        {"cause": "room_power", "place": "toulouse/gymnase/tribune", "from_s": 100, "until_s": 400},
        {"cause": "building_network", "place": "toulouse/gymnase", "from_s": 200, "until_s": 300},
        {"cause": "broker", "from_s": 1000, "until_s": 1070.5}]})",
                                        roster);
    ASSERT_TRUE(reading.faults.empty());
    Stage stage{roster, std::move(reading.script), {.seed = 1}};
    stage.play_for(900s);
    std::map<std::string, std::set<std::string>> places;
    for (const json::object& line : stage.truth("silence")) {
        const std::string cause{line.at("cause").as_string()};
        places[cause].insert(std::string{line.at("place").as_string()});
        const bool is_room = cause == "room_power";
        EXPECT_EQ(time_of(line.at("from")), start_of_play().wall + (is_room ? 100s : 200s));
        EXPECT_GE(time_of(line.at("until")), start_of_play().wall + (is_room ? 400s : 300s));
    }
    EXPECT_EQ(places["room_power"], std::set<std::string>{"toulouse/gymnase/tribune"});
    EXPECT_EQ(places["building_network"], std::set<std::string>{"toulouse/gymnase"});

    std::size_t in_room = 0;
    std::size_t in_building = 0;
    for (const Role& role : roster.roles()) {
        if (role.room == "toulouse/gymnase/tribune") ++in_room;
        if (role.building == "toulouse/gymnase") ++in_building;
    }
    ASSERT_GT(in_room, 0U);
    EXPECT_EQ(stage.truth("silence").size(), in_building);

    stage.play_for(110s);
    EXPECT_EQ(stage.fleet.totals().connected, 0U);
    EXPECT_EQ(stage.fleet.totals().silent, roster.roles().size());
    EXPECT_EQ(stage.fleet.silent_by_cause().at("broker"), roster.roles().size());
    stage.play_for(10min);
    EXPECT_EQ(stage.fleet.totals().silent, 0U);
}

TEST(Fleet, NamesARealBrokerThatDoesNotAnswer) {
    const Roster roster = roster_of(grid_campus(1, 1), {.interval = 60s});
    Stage stage{roster, FleetScript{}, {.seed = 1}};
    stage.play_for(90s);
    stage.hear({LinkReport::Kind::lost, 0, 0, {}, {}});
    stage.play_for(60s);
    stage.fleet.finish(stage.now, 3);
    const auto silences = stage.truth("silence");
    ASSERT_EQ(silences.size(), 1U);
    EXPECT_EQ(silences[0].at("cause").as_string(), "broker_unreachable");
    EXPECT_EQ(time_of(silences[0].at("from")), start_of_play().wall + 90s);
    EXPECT_EQ(stage.truth("end").at(0).at("dropped").as_int64(), 3);
}

TEST(Fleet, AnswersOrdersAndLosesSomeOfThem) {
    const Roster roster = roster_of(grid_campus(1, 1));
    const auto answers = [&roster](double loss) {
        Stage stage{roster, FleetScript{}, {.seed = 1, .loss = loss}};
        stage.play_for(10s);
        stage.sent.clear();
        const std::string topic = roster.roles()[0].plan.base_topic + "/device/command";
        for (int i = 0; i < 200; ++i) {
            stage.hear({LinkReport::Kind::message, 0, 0, topic,
                        R"({"dest":"all","order":"status"})"});
            stage.play_for(2s);
        }
        return statuses_by_device(roster, stage).begin()->second.size();
    };
    EXPECT_EQ(answers(0), 200U);
    const std::size_t some = answers(0.2);  // 0.8 there, 0.8 back
    EXPECT_GT(some, 100U);
    EXPECT_LT(some, 156U);
}

TEST(Fleet, SwitchesItsBoardsOnDuringTheSpread) {
    const Roster roster = roster_of(grid_campus(1, 1'000), {.sends_data = false});
    Stage stage{roster, FleetScript{}, {.seed = 1, .start_spread = 60s}};
    stage.play_for(70s);
    const auto statuses = statuses_by_device(roster, stage);
    EXPECT_EQ(statuses.size(), 1'000U);
    std::size_t early = 0;
    for (const auto& [device, times] : statuses) {
        EXPECT_EQ(times.size(), 1U);
        if (times[0] < start_of_play().wall + 34s) ++early;
    }
    EXPECT_NEAR(static_cast<double>(early), 500.0, 60.0);
}

}  // namespace
}  // namespace soc::simulate
