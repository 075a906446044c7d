#include "fleet/fleet_state.h"

#include <gtest/gtest.h>

#include "core/limits.h"
#include "support/fleet_fixture.h"

namespace soc {
namespace {

using namespace std::chrono_literals;
using testing::ListeningFleet;
using testing::SmallCampus;

// R13: half an hour and a tolerance of 60 s + 2 %.
constexpr microseconds punctual = 1800s + 96s;

struct FleetPresence : ::testing::Test {
    SmallCampus campus;
    ListeningFleet at{campus};

    DeviceSlot heard_board() {
        const DeviceSlot slot = at.fleet.put(campus.a_board(), at.now);
        at.hear(slot);
        return slot;
    }
};

TEST_F(FleetPresence, BeginsNeverSeenUnobservedOrExcluded) {
    Device sensor = campus.a_board(0, 2);
    sensor.type = campus.sensor.id;
    Device planned = campus.a_board(0, 3);
    planned.life_cycle = LifeCycle::planned;
    Device disabled = campus.a_board(0, 4);
    disabled.enabled = false;

    EXPECT_EQ(at.fleet.presence(at.fleet.put(campus.a_board(), at.now)), Presence::never_seen);
    EXPECT_EQ(at.fleet.presence(at.fleet.put(sensor, at.now)), Presence::unobserved);
    EXPECT_EQ(at.fleet.presence(at.fleet.put(planned, at.now)), Presence::excluded);
    EXPECT_EQ(at.fleet.presence(at.fleet.put(disabled, at.now)), Presence::excluded);
    at.advance_listening(24h);
    EXPECT_TRUE(at.fleet.take_changes().empty());
}

// A board that reports every half hour is often some seconds late and must wake nobody.
TEST_F(FleetPresence, IsLateAtItsDeadlineAndNotBefore) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(punctual - 1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
    at.advance(1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
}

// `missing` comes 20 s after the deadline (the time that probes will have), and only once a canary
// that left after those 20 s is back (R11).
TEST_F(FleetPresence, IsMissingOnlyAfterACanaryOfLaterIsBack) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(punctual);
    at.advance(20s);  // no canary meanwhile
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
    at.canary();
    EXPECT_EQ(at.fleet.presence(slot), Presence::missing);
    at.hear(slot);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
}

// A path that breaks within the 20 s is deaf for what the board says then, and that is noticed
// later: a canary from between the deadline and the break proves nothing about them.
TEST_F(FleetPresence, ACanaryFromWithinTheTwentySecondsIsNoProof) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(punctual);
    at.canary();  // half way through them, and nothing comes back from here on
    at.advance(14s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
    at.fleet.path(0).ingest_down("no_canary", at.now);
    at.hear(slot);  // said within the 20 s, kept by the broker until we were back
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
    for (const FleetChange& change : at.fleet.take_changes()) {
        EXPECT_NE(change.to, Presence::missing);
    }
}

// The proof is asked for: nobody waits for the next canary's turn, which may be 10 s away.
TEST_F(FleetPresence, AsksForTheProofAtTheEndOfTheTwentySeconds) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(punctual);
    at.advance(7s);
    at.canary();
    at.advance(2s);
    ASSERT_EQ(at.fleet.path(0).canary_due(at.now), std::nullopt);
    at.advance(1s);  // 20 s behind the deadline
    const std::optional<CanaryNumber> asked = at.fleet.path(0).canary_due(at.now);
    ASSERT_TRUE(asked.has_value());
    ASSERT_TRUE(at.fleet.path(0).canary_heard(*asked, at.now));
    at.fleet.reconsider(0, at.now);
    EXPECT_EQ(at.fleet.presence(slot), Presence::missing);
}

TEST_F(FleetPresence, WithCanariesIsMissingTwentySecondsAfterItsDeadline) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(punctual + 20s - 1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
    at.advance_listening(10s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::missing);
}

// R9. The link is cut for 70 s around the deadline: the board may have spoken into the gap, and
// its next message comes one whole interval later.
TEST_F(FleetPresence, BlindTimeAroundTheDeadlineGivesAWholeInterval) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(1790s);
    at.advance(25s);
    ASSERT_TRUE(at.fleet.path(0).tick(at.now, true));
    at.advance(200s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online) << "silence proves nothing while blind";

    at.fleet.path(0).ingest_down("no_canary", at.now);
    at.connect();
    at.fleet.tick(at.now);
    at.advance_listening(punctual - 1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
    at.advance_listening(21s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
}

// It was called late before we knew that we are blind: taken back when sight returns.
TEST_F(FleetPresence, LatenessWithinBlindTimeIsTakenBack) {
    const DeviceSlot slot = heard_board();
    at.advance_listening(punctual - 6s);
    at.advance(7s);
    ASSERT_EQ(at.fleet.presence(slot), Presence::late);
    at.advance(20s);
    ASSERT_TRUE(at.fleet.path(0).tick(at.now, true));
    at.fleet.path(0).ingest_down("no_canary", at.now);
    at.connect();
    at.advance(10s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
}

// Blind time long before the message was due changes nothing.
TEST_F(FleetPresence, BlindTimeBeforeTheDueTimeMovesNothing) {
    const DeviceSlot slot = heard_board();
    at.advance(25s);
    ASSERT_TRUE(at.fleet.path(0).tick(at.now, true));
    at.fleet.path(0).ingest_down("no_canary", at.now);
    at.connect();
    at.advance_listening(punctual - 35s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
}

// R16: after a start, deadlines that passed while we were down raise nothing; the path was blind
// since the last canary of the process before.
TEST_F(FleetPresence, ARestartRaisesNothingByItself) {
    ListeningFleet restarted{campus, false};
    const DeviceSlot slot = restarted.fleet.put(campus.a_board(), restarted.now);
    restarted.fleet.restore(slot, {restarted.now.wall - 2h, 0, {}, Presence::online},
                            restarted.now);
    restarted.advance(1h);
    EXPECT_EQ(restarted.fleet.presence(slot), Presence::online);
    restarted.connect();
    restarted.advance_listening(punctual - 1us);
    EXPECT_EQ(restarted.fleet.presence(slot), Presence::online);
    restarted.advance_listening(40s);
    EXPECT_EQ(restarted.fleet.presence(slot), Presence::missing);
}

// R9 over a restart: the message was lost in an outage of the run before, so the deadline that
// the outage moved stays moved. Without that memory the same board is missing within a minute.
TEST_F(FleetPresence, ABlindIntervalOfTheRunBeforeStillMovesTheDeadline) {
    for (const bool remembers : {true, false}) {
        Moment now = testing::monday();
        BrokerPath path{{}, now, now.wall - 10s};
        if (remembers) {
            path.remember(
                {{now.wall - 15min, now.wall - 10min, BlindReason::disconnected}}, now);
        }
        FleetState fleet{campus.directory(), {path}, {std::nullopt}};
        const DeviceSlot slot = fleet.put(campus.a_board(), now);
        fleet.restore(slot, {now.wall - 40min, 0, {}, Presence::online}, now);
        fleet.path(0).ingest_up(1, now);
        for (int canary = 0; canary < 6; ++canary, now = now + 10s) {
            ASSERT_TRUE(fleet.path(0).canary_heard(*fleet.path(0).canary_due(now), now));
            fleet.reconsider(0, now);
            fleet.tick(now);
        }
        EXPECT_EQ(fleet.presence(slot), remembers ? Presence::online : Presence::missing);
    }
}

// Its message of every six hours fell into an outage; whatever the link does later, and however
// often, the deadline that was moved for it stays moved.
TEST_F(FleetPresence, ManyLaterInterruptionsDoNotMoveADeadlineBack) {
    Device board = campus.a_board();
    const DeviceSlot slot = at.fleet.put(board, at.now);
    at.fleet.heard(slot, {at.now, 0, false, 6h});
    at.advance_listening(6h - 2min);
    const auto interrupt = [&](microseconds span) {
        at.fleet.path(0).ingest_down("flapping", at.now);
        at.advance(span);
        at.connect();
    };
    interrupt(4min);
    for (std::size_t i = 0; i < limits::blind_intervals_max + 40; ++i) {
        at.advance_listening(i % 7 * 10s);
        interrupt(1s);
    }
    at.advance_listening(10min);
    ASSERT_EQ(at.fleet.path(0).blind_intervals().size(), limits::blind_intervals_max);
    board.name = "renamed";
    at.fleet.put(board, at.now);
    at.advance_listening(1min);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
}

TEST_F(FleetPresence, ManyInterruptionsOfTheRunBeforeAreNotForgotten) {
    Moment now = testing::monday();
    BrokerPath path{{}, now, now.wall - 10s};
    std::vector<BrokerPath::PastBlindness> past{
        {now.wall - 2h - 3min, now.wall - 2h + 1min, BlindReason::disconnected}};
    for (int i = 0; i < 90; ++i) {
        const WallTime at_that = now.wall - 100min + i * 1min;
        past.push_back({at_that, at_that + 1s, BlindReason::disconnected});
    }
    path.remember(past, now);
    FleetState fleet{campus.directory(), {path}, {std::nullopt}};
    const DeviceSlot slot = fleet.put(campus.a_board(), now);
    fleet.restore(slot, {now.wall - 8h, 0, 6h, Presence::online}, now);
    fleet.path(0).ingest_up(1, now);
    for (int canary = 0; canary < 6; ++canary, now = now + 10s) {
        ASSERT_TRUE(fleet.path(0).canary_heard(*fleet.path(0).canary_due(now), now));
        fleet.reconsider(0, now);
        fleet.tick(now);
    }
    EXPECT_EQ(fleet.presence(slot), Presence::online);
}

/// A fleet that listens to two brokers.
struct TwoBrokers : ::testing::Test {
    SmallCampus campus;
    Moment now = testing::monday();
    FleetState fleet{campus.directory(),
                     {BrokerPath{{}, now, std::nullopt}, BrokerPath{{}, now, std::nullopt}},
                     {std::nullopt, std::nullopt}};

    void canary(BrokerIndex broker) {
        const auto sent = fleet.path(broker).canary_due(now);
        if (!sent) return;
        ASSERT_TRUE(fleet.path(broker).canary_heard(*sent, now));
        fleet.reconsider(broker, now);
    }
    void listen_for(microseconds span, std::vector<BrokerIndex> to) {
        for (const SteadyTime end = now.steady + span; now.steady < end;) {
            now = now + 10s;
            fleet.tick(now);
            for (const BrokerIndex broker : to) canary(broker);
        }
    }
    void connect(BrokerIndex broker) {
        fleet.path(broker).ingest_up(++generation, now);
        canary(broker);
    }
    std::uint32_t generation = 0;
};

// R9: where it may come by several paths, it is blind only when all of them are.
TEST_F(TwoBrokers, ADeviceOfAnUnknownPathIsNotExcusedByOneOfThem) {
    connect(0);
    connect(1);
    const DeviceSlot slot = fleet.put(campus.a_board(), now);
    fleet.restore(slot, {now.wall, std::nullopt, {}, Presence::online}, now);
    fleet.reconsider(0, now);
    listen_for(1800s, {0, 1});
    fleet.path(0).ingest_down("away", now);
    listen_for(60s, {1});
    connect(0);
    listen_for(60s, {0, 1});
    EXPECT_EQ(fleet.presence(slot), Presence::missing);
}

// It waited for the proof of a broker that is gone, and is then heard by another one.
TEST_F(TwoBrokers, WhoChangesTheBrokerIsJudgedByTheNewOne) {
    connect(0);
    connect(1);
    const DeviceSlot slot = fleet.put(campus.a_board(), now);
    fleet.heard(slot, {now, 0, false, {}});
    fleet.path(0).ingest_down("away", now);
    listen_for(1h, {1});
    ASSERT_EQ(fleet.presence(slot), Presence::online) << "its path is blind";
    fleet.heard(slot, {now, 1, false, {}});
    listen_for(1930s, {1});
    EXPECT_EQ(fleet.presence(slot), Presence::missing);
}

TEST_F(FleetPresence, StaysMissingOverARestart) {
    ListeningFleet restarted{campus, false};
    const DeviceSlot slot = restarted.fleet.put(campus.a_board(), restarted.now);
    restarted.fleet.restore(slot, {restarted.now.wall - 2h, 0, {}, Presence::missing},
                            restarted.now);
    restarted.connect();
    restarted.advance_listening(10s);
    EXPECT_EQ(restarted.fleet.presence(slot), Presence::missing);
    EXPECT_TRUE(restarted.fleet.take_changes().empty());
}

// What waited in the broker is life somewhere in the gap: it says so.
TEST_F(FleetPresence, BacklogIsMarkedInTheChange) {
    const DeviceSlot slot = at.fleet.put(campus.a_board(), at.now);
    at.fleet.path(0).ingest_down("reset", at.now);
    at.fleet.path(0).ingest_up(2, at.now);
    at.hear(slot);
    const auto changes = at.fleet.take_changes();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_TRUE(changes[0].backlog);
    EXPECT_EQ(changes[0].to, Presence::online);
}

TEST_F(FleetPresence, AnnouncedIntervalMovesTheDeadline) {
    const DeviceSlot slot = at.fleet.put(campus.a_board(), at.now);
    at.fleet.heard(slot, {at.now, 0, false, 3600s});
    at.advance_listening(3600s + 132s - 1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::online);
    at.advance(1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
}

// The operator shortens the interval of a silent board: its deadline may be over at once.
TEST_F(FleetPresence, AShorterSettingTakesEffectAtOnce) {
    Device device = campus.a_board();
    const DeviceSlot slot = at.fleet.put(device, at.now);
    at.hear(slot);
    at.advance_listening(1000s);
    device.interval = 60s;
    at.fleet.put(device, at.now);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
}

// Re-enabled after a month in a cupboard: watched from now on, one interval before any alarm.
TEST_F(FleetPresence, AnEnabledDeviceGetsOneWholeInterval) {
    Device device = campus.a_board();
    const DeviceSlot slot = at.fleet.put(device, at.now);
    at.hear(slot);
    device.enabled = false;
    at.fleet.put(device, at.now);
    EXPECT_EQ(at.fleet.presence(slot), Presence::excluded);
    at.advance_listening(3h);
    EXPECT_EQ(at.fleet.presence(slot), Presence::excluded);
    device.enabled = true;
    at.fleet.put(device, at.now);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
    at.advance_listening(punctual - 1us);
    EXPECT_EQ(at.fleet.presence(slot), Presence::late);
    at.advance_listening(40s);
    EXPECT_EQ(at.fleet.presence(slot), Presence::missing);
}

TEST_F(FleetPresence, ResolvesEverySpellingAndForgetsARemovedDevice) {
    const Device device = campus.a_board();
    const DeviceSlot slot = at.fleet.put(device, at.now);
    for (const char* text : {"30:ae:a4:00:00:01", "30AEA4000001", "30-ae-a4-00-00-01"}) {
        EXPECT_EQ(at.fleet.resolve(*UnitId::parse(text)), slot) << text;
    }
    EXPECT_EQ(at.fleet.resolve(*UnitId::parse(device.id.to_string())), slot);
    at.fleet.remove(device.id, at.now);
    EXPECT_EQ(at.fleet.resolve(*UnitId::parse("30aea4000001")), std::nullopt);
    EXPECT_EQ(at.fleet.counters().all().total(), 0U);
}

}  // namespace
}  // namespace soc
