#include "simulate/board.h"

#include <gtest/gtest.h>

#include "simulate/board_message.h"
#include "simulate/firmware.h"
#include "support/board_bench.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;
using testing::bench_plan;
using testing::BoardBench;
using Kind = BoardAction::Kind;
using Words = std::vector<std::string>;

/// Booted and through its first minute of 30-minute periods.
BoardBench running_board(BoardPlan plan = bench_plan()) {
    BoardBench bench{std::move(plan)};
    bench.boot();
    bench.run_for(1min);
    bench.forget();
    return bench;
}

std::string order(std::string_view word, std::string_view more = "") {
    return R"({"dest":"30:ae:a4:0c:11:9f","order":")" + std::string{word} + "\"" +
           std::string{more} + "}";
}

TEST(Board, OpensALinkForEachModuleAndSubscribesToItsOrders) {
    BoardBench bench{bench_plan()};
    bench.boot();
    bench.run_for(1min);
    const auto connects = bench.of(Kind::connect);
    ASSERT_EQ(connects.size(), 4U);
    EXPECT_GE(connects[0].at, firmware::boot_least);
    EXPECT_LE(connects[0].at, firmware::boot_most);
    Words topics;
    for (const auto& event : bench.of(Kind::subscribe)) topics.push_back(event.action.topic);
    EXPECT_EQ(topics, (Words{"u4/300/device/command", "u4/300/temperature/command",
                             "u4/300/humidity/command", "u4/300/luminosity/command"}));
    for (const auto& event : connects) {
        const std::string& id = event.action.topic;
        EXPECT_EQ(id.substr(0, 15), "neOSensor_119f_");
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef", 15), id.npos) << id;
        EXPECT_LE(id.size(), 23U);  // what every MQTT 3.1.1 broker must take
    }
}

TEST(Board, SaysStartingOnceAndRunningEveryPeriod) {
    BoardPlan plan = bench_plan();
    plan.jitter = 0.02;
    BoardBench bench{plan};
    bench.boot();
    bench.run_for(24h);
    const auto statuses = bench.of(Kind::publish_status);
    const Words words = bench.status_words();
    ASSERT_GE(words.size(), 47U);  // 24 h / (30 min + 2 %)
    ASSERT_LE(words.size(), 49U);
    EXPECT_EQ(words.front(), "starting");
    for (std::size_t i = 1; i < words.size(); ++i) {
        EXPECT_EQ(words[i], "running");
        const microseconds period = statuses[i].at - statuses[i - 1].at;
        EXPECT_GE(period, 1800s);
        EXPECT_LE(period, 1836s);
        EXPECT_EQ(statuses[i].action.topic, "u4/300/device");
    }
}

TEST(Board, WithoutJitterIsExact) {
    BoardBench bench{bench_plan()};
    bench.boot();
    bench.run_for(2h);
    const auto statuses = bench.of(Kind::publish_status);
    ASSERT_EQ(statuses.size(), 4U);
    for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(statuses[i].at - statuses[i - 1].at, 1800s);
}

TEST(Board, DividesAllItsTimesByTheScale) {
    BoardPlan plan = bench_plan();
    plan.time_scale = 60;
    BoardBench bench{plan};
    bench.boot();
    bench.run_for(2min);
    EXPECT_EQ(bench.of(Kind::publish_status).size(), 4U);
    EXPECT_NE(bench.of(Kind::publish_status)[1].action.payload.find(R"("frequency":30,)"),
              std::string::npos);
}

TEST(Board, SendsItsDataAtLeastEveryHalfHour) {
    BoardPlan plan = bench_plan();
    plan.sends_data = true;
    plan.frequency = 6h;
    BoardBench bench{plan};
    bench.boot();
    bench.run_for(24h);
    const auto data = bench.of(Kind::publish_data);
    // Three sensors; the first values are spread over one period of 6 h.
    EXPECT_GE(data.size(), 3U * 36);
    EXPECT_LE(data.size(), 3U * 48);
    EXPECT_EQ(bench.status_words().size(), 4U);
    for (const auto& event : data) {
        EXPECT_EQ(event.action.topic, "u4/300/" + std::string{bench.board.plan()
                                                                  .model->sensors
                                                                      [event.action.link - 1U]
                                                                  .module});
    }
}

// ---- orders --------------------------------------------------------------------------------

TEST(Board, AnswersStatusWithinASecond) {
    BoardBench bench = running_board();
    const microseconds asked = bench.elapsed();
    bench.order(order("status"));
    bench.run_for(1s);
    ASSERT_EQ(bench.status_words(), Words{"running"});
    EXPECT_GE(bench.of(Kind::publish_status)[0].at - asked, firmware::answer_least);
}

TEST(Board, ClampsTheFrequencyToItsRange) {
    const auto announced = [](IntervalRange range, std::string_view value) {
        BoardPlan plan = bench_plan();
        plan.frequency_range = range;
        BoardBench bench = running_board(plan);
        bench.order(order("frequency", R"(,"value":)" + std::string{value}));
        bench.run_for(1s);
        EXPECT_EQ(bench.status_words(), Words{"running"});
        return bench.board.announced_frequency();
    };
    const IntervalRange firmware_range;
    EXPECT_EQ(announced(firmware_range, "899"), 900s);
    EXPECT_EQ(announced(firmware_range, "900"), 900s);
    EXPECT_EQ(announced(firmware_range, "901"), 901s);
    EXPECT_EQ(announced(firmware_range, "21600"), 21600s);
    EXPECT_EQ(announced(firmware_range, "21601"), 21600s);
    EXPECT_EQ(announced({10s, 60s}, "9"), 10s);
    EXPECT_EQ(announced({10s, 60s}, "61"), 60s);
    EXPECT_EQ(announced({10s, 60s}, "-9223372036854775808"), 10s);
}

TEST(Board, KeepsANewFrequency) {
    BoardBench bench = running_board();
    bench.order(order("frequency", R"(,"value":900)"));
    bench.run_for(1s);
    bench.forget();
    bench.run_for(1h);
    EXPECT_EQ(bench.status_words().size(), 4U);
}

TEST(Board, SaysRebootingAndStartsAgain) {
    BoardBench bench = running_board();
    bench.order(order("reboot"));
    bench.run_for(10s);
    EXPECT_EQ(bench.status_words(), (Words{"rebooting", "starting"}));
    EXPECT_EQ(bench.of(Kind::disconnect).size(), 4U);
    EXPECT_EQ(bench.of(Kind::connect).size(), 4U);
}

TEST(Board, AnswersRestartByStarting) {
    BoardBench bench = running_board();
    bench.order(order("restart"));
    bench.run_for(2s);
    EXPECT_EQ(bench.status_words(), Words{"starting"});
    EXPECT_EQ(bench.of(Kind::connect).size(), 4U);
}

TEST(Board, UpgradesToANewerFirmware) {
    BoardBench bench = running_board();
    bench.order(order("upgrade", R"(,"value":"http://images/x")"));
    bench.run_for(40s);
    EXPECT_EQ(bench.status_words(), (Words{"upgrading", "rebooting", "starting"}));
    const auto statuses = bench.of(Kind::publish_status);
    EXPECT_NE(statuses.front().action.payload.find(R"("firmware":231027)"), std::string::npos);
    EXPECT_EQ(statuses.back().action.payload.find(R"("firmware":231027)"), std::string::npos);
}

TEST(Board, AnswersUpdateByAStatus) {
    BoardBench bench = running_board();
    bench.order(order("update"));
    bench.run_for(1s);
    EXPECT_EQ(bench.status_words(), Words{"running"});
}

TEST(Board, ResetIsForOldBoardsOnly) {
    BoardBench young = running_board();
    young.order(order("reset"));
    young.run_for(20s);
    EXPECT_TRUE(young.events.empty());

    BoardPlan plan = bench_plan();
    plan.model = &model_of("Raspberry première génération");
    BoardBench old = running_board(plan);
    old.order(order("reset"));
    old.run_for(20s);
    EXPECT_EQ(old.status_words(), Words{"starting"});  // the order itself has no answer
}

TEST(Board, IgnoresOrdersOnOtherTopicsAndForOthers) {
    BoardBench bench = running_board();
    bench.order(order("status"), "u4/300/temperature/command");
    bench.order(order("status"), "u4/301/device/command");
    bench.order(R"({"dest":"30:ae:a4:0c:11:00","order":"status"})");
    bench.run_for(10s);
    EXPECT_TRUE(bench.events.empty());
    EXPECT_EQ(bench.board.orders_taken(), 0U);
}

// ---- buffers -------------------------------------------------------------------------------

// One character more and the subscription is to a topic that nobody publishes to.
TEST(Board, IsDeafWhenItsTopicIsTooLong) {
    // 63 - "/device/command" = 48
    for (const std::size_t length : {std::size_t{48}, std::size_t{49}}) {
        BoardPlan plan = bench_plan();
        plan.base_topic = std::string(length, 'b');
        BoardBench bench{plan};
        bench.boot();
        bench.run_for(1min);
        const std::string subscribed = bench.of(Kind::subscribe)[0].action.topic;
        const std::string meant = plan.base_topic + "/device/command";
        EXPECT_EQ(subscribed == meant, length == 48) << subscribed;
        bench.forget();
        bench.order(order("status"), meant);
        bench.run_for(2s);
        EXPECT_EQ(bench.board.orders_taken(), length == 48 ? 1U : 0U);
    }
}

TEST(Board, DropsACommandOverItsPacketBuffer) {
    const std::string topic = "u4/300/device/command";
    const auto padded = [&topic](std::size_t packet_bytes) {
        std::string payload = order("status", R"(,"a":"")");
        while (publish_packet_bytes(topic, payload) < packet_bytes) {
            payload.insert(payload.size() - 2, 1, 'x');
        }
        return payload;
    };
    ASSERT_EQ(publish_packet_bytes(topic, padded(256)), 256U);
    BoardBench bench = running_board();
    bench.order(padded(256));
    EXPECT_EQ(bench.board.orders_taken(), 1U);
    bench.order(padded(257));
    EXPECT_EQ(bench.board.orders_taken(), 1U);
    EXPECT_EQ(bench.board.oversized(), 1U);
}

TEST(Board, SendsNothingOverItsPacketBuffer) {
    // The base topic makes the packet of a `running` status exactly `bytes` long.
    const auto statuses_of = [](std::size_t bytes) {
        BoardPlan plan = bench_plan();
        BoardBench probe = running_board(plan);
        const std::string text = probe.board.status_now("starting", testing::bench_start());
        const std::size_t now_bytes = publish_packet_bytes("u4/300/device", text);
        plan.base_topic = std::string(6 + bytes - now_bytes, 'b');
        BoardBench bench{plan};
        bench.boot();
        bench.run_for(1min);
        return bench.status_words().size();
    };
    EXPECT_EQ(statuses_of(256), 1U);
    EXPECT_EQ(statuses_of(257), 0U);
}

// ---- what goes wrong -----------------------------------------------------------------------

// The contract's "reboots about every minute": three pauses of 10, 20 and 30 s, then a reboot.
TEST(Board, RetriesThreeTimesAndReboots) {
    BoardPlan plan = bench_plan();
    plan.model = &model_of("neOClock afficheur");  // three links
    BoardBench bench{plan};
    bench.broker_answers = false;
    bench.boot();
    bench.run_for(150s);
    const auto connects = bench.of(Kind::connect);
    ASSERT_GE(connects.size(), 24U);
    const microseconds first = connects[0].at;
    const std::vector<microseconds> due{0s, 10s, 30s, 60s};
    for (std::size_t attempt = 0; attempt < 4; ++attempt) {
        EXPECT_EQ(connects[attempt * 3].at - first, due[attempt]) << attempt;
    }
    const microseconds again = connects[12].at - connects[11].at;
    EXPECT_GE(again, firmware::boot_least);
    EXPECT_LE(again, firmware::boot_most);
    EXPECT_TRUE(bench.status_words().empty());
}

TEST(Board, ReconnectsAtOnceAfterARealSession) {
    BoardBench bench = running_board();
    bench.drop_link(1);
    EXPECT_EQ(bench.of(Kind::connect).size(), 1U);
    EXPECT_EQ(bench.of(Kind::connect)[0].action.link, 1U);
    bench.run_for(1min);
    EXPECT_TRUE(bench.status_words().empty());  // only a start is announced
}

// A broker that accepts and closes must not be hammered.
TEST(Board, WaitsAfterASessionThatEndedAtOnce) {
    BoardBench bench = running_board();
    bench.drop_link(0);
    bench.drop_link(0);
    EXPECT_EQ(bench.of(Kind::connect).size(), 1U);
    bench.run_for(9999ms);
    EXPECT_EQ(bench.of(Kind::connect).size(), 1U);
    bench.run_for(1ms);
    EXPECT_EQ(bench.of(Kind::connect).size(), 2U);
}

TEST(Board, IsSilentWithoutPowerAndStartsWithIt) {
    BoardBench bench = running_board();
    bench.begin(Affliction::no_power);
    EXPECT_EQ(bench.of(Kind::cut).size(), 4U);
    bench.begin(Affliction::no_power);  // room and building
    bench.run_for(5h);
    bench.end(Affliction::no_power);
    bench.run_for(1h);
    EXPECT_TRUE(bench.status_words().empty());
    bench.end(Affliction::no_power);
    bench.run_for(10s);
    EXPECT_EQ(bench.status_words(), Words{"starting"});
}

TEST(Board, LosesWhatFallsDueWithoutNetwork) {
    BoardPlan plan = bench_plan();
    plan.frequency = 900s;
    BoardBench bench = running_board(plan);
    bench.run_for(835s);  // the next status is due in some 5 s
    bench.begin(Affliction::no_network);
    bench.run_for(20s);
    EXPECT_TRUE(bench.status_words().empty());
    bench.end(Affliction::no_network);
    bench.run_for(60s);
    EXPECT_TRUE(bench.board.is_connected());
    EXPECT_TRUE(bench.status_words().empty());  // nothing was kept for later
    bench.run_for(900s);
    EXPECT_EQ(bench.status_words(), Words{"running"});
}

TEST(Board, RebootsDuringALongOutageAndStartsAfterIt) {
    BoardBench bench = running_board();
    bench.begin(Affliction::no_network);
    bench.run_for(10min);
    EXPECT_TRUE(bench.status_words().empty());
    EXPECT_TRUE(bench.of(Kind::connect).empty());
    bench.end(Affliction::no_network);
    bench.run_for(40s);  // at most one pause away
    EXPECT_EQ(bench.status_words(), Words{"starting"});
}

TEST(Board, HangsWithoutAWordAndGoesOnAfterwards) {
    BoardPlan plan = bench_plan();
    plan.frequency = 900s;
    plan.sends_data = true;
    BoardBench bench = running_board(plan);
    bench.begin(Affliction::hung);
    bench.order(order("status"));
    bench.run_for(1h);
    EXPECT_TRUE(bench.events.empty());
    bench.end(Affliction::hung);
    bench.run_for(900s);
    EXPECT_EQ(bench.status_words(), Words{"running"});
}

TEST(Board, SharesOneLinkWhenAsked) {
    BoardPlan plan = bench_plan();
    plan.link_per_module = false;
    plan.sends_data = true;
    BoardBench bench{plan};
    bench.boot();
    bench.run_for(2h);
    EXPECT_EQ(bench.of(Kind::connect).size(), 1U);
    EXPECT_EQ(bench.of(Kind::subscribe).size(), 1U);
    EXPECT_GE(bench.of(Kind::publish_data).size(), 9U);
}

TEST(Board, DoesTheSameForTheSameSeed) {
    const auto story = [](std::uint64_t seed) {
        BoardPlan plan = bench_plan();
        plan.jitter = 0.05;
        plan.sends_data = true;
        BoardBench bench{plan, seed};
        bench.boot();
        bench.run_for(12h);
        std::string text;
        for (const auto& event : bench.events) {
            text += std::to_string(event.at.count()) + event.action.topic + event.action.payload;
        }
        return text;
    };
    EXPECT_EQ(story(7), story(7));
    EXPECT_NE(story(7), story(8));
}

}  // namespace
}  // namespace soc::simulate
