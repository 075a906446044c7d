#include "fleet/fleet_state.h"

#include <gtest/gtest.h>

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
    at.fleet.reconsider(at.now);
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
            fleet.reconsider(now);
            fleet.tick(now);
        }
        EXPECT_EQ(fleet.presence(slot), remembers ? Presence::online : Presence::missing);
    }
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
