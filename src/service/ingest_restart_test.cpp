// What the loop knows again after a restart, and what was changed while it was away.
#include <gtest/gtest.h>

#include "service/fleet_loader.h"
#include "support/loop_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

using IngestRestart = LoopFixture;

// R16: a restart alone raises nothing, and what was known before is known again.
TEST_P(IngestRestart, ARestartFindsTheSamePresenceAndRaisesNothing) {
    bench.hear();
    bench.turn({bench.status(board, R"(,"firmware":"7")"), bench.status(other)});
    bench.listen_for(20min);
    bench.turn({bench.status(other)});
    bench.listen_for(13min);
    ASSERT_EQ(bench.presence(board), Presence::missing);
    ASSERT_EQ(bench.presence(other), Presence::online);
    const auto intervals = bench.stored_intervals(board);

    bench.advance(3h);
    bench.start();
    EXPECT_FALSE(bench.process->loop->has_pending());
    bench.hear();
    bench.turn();
    EXPECT_EQ(bench.presence(board), Presence::missing);
    EXPECT_EQ(bench.presence(other), Presence::online) << "nothing is known of those three hours";
    EXPECT_EQ(bench.stored_intervals(board), intervals);
    EXPECT_EQ(bench.process->read_model.device(board.id)->first.firmware, "7");
    EXPECT_EQ(blind_rows().front().reason, "start");
    bench.listen_for(32min);
    EXPECT_EQ(bench.presence(other), Presence::missing);
}

// Heard while it was disabled: that leaves no interval. Enabled while the server was away: the
// start says what it is now.
TEST_P(IngestRestart, WhatChangedDuringTheAbsenceIsWrittenAtTheStart) {
    bench.hear();
    board.enabled = false;
    Device disabled_later = other;
    bench.load(campus_of(campus, {board}));
    bench.turn({bench.status(board), bench.status(other)});
    ASSERT_EQ(bench.presence(board), Presence::excluded);
    bench.process.reset();
    board.enabled = true;
    disabled_later.enabled = false;
    bench.load(campus_of(campus, {board, disabled_later}));

    bench.start();
    bench.turn();
    EXPECT_EQ(bench.presence(board), Presence::online);
    EXPECT_EQ(stored_presences(board).back(), Presence::online);
    EXPECT_EQ(stored_presences(other), (std::vector{Presence::online, Presence::excluded}));
}

// Silent for days and excluded meanwhile: from its enabling on it has one whole interval to speak,
// also when the process ends within it. 30 min + 96 s, then the probe window.
TEST_P(IngestRestart, ADeviceEnabledAgainHasItsWholeIntervalOverARestart) {
    const auto enable = [&](bool enabled) {
        board.enabled = enabled;
        bench.load(campus_of(campus, {board, other}));
    };
    bench.hear();
    bench.turn({bench.status(board)});
    enable(false);
    bench.listen_for(3h);
    enable(true);
    bench.listen_for(10min);
    bench.start();
    bench.hear();
    bench.listen_for(10min);
    bench.start();
    bench.hear();
    bench.listen_for(11min);
    EXPECT_NE(bench.presence(board), Presence::missing) << "31 min after it was enabled";
    bench.listen_for(1min);
    EXPECT_EQ(bench.presence(board), Presence::missing) << "and no later";
}

TEST_P(IngestRestart, ADeviceEnabledDuringTheAbsenceHasItsWholeInterval) {
    bench.hear();
    bench.turn({bench.status(other)});
    board.enabled = false;
    Device disabled = other;
    disabled.enabled = false;
    bench.load(campus_of(campus, {board, disabled}));
    bench.turn({bench.status(board)});  // which leaves no interval
    bench.listen_for(3h);
    bench.process.reset();
    board.enabled = true;
    bench.load(campus_of(campus, {board, other}));
    for (int part = 0; part < 3; ++part) {
        bench.start();
        bench.hear();
        bench.listen_for(part < 2 ? 10min : 11min);
    }
    EXPECT_NE(bench.presence(board), Presence::missing);
    EXPECT_NE(bench.presence(other), Presence::missing);
    bench.listen_for(1min);
    EXPECT_EQ(bench.presence(board), Presence::missing);
    EXPECT_EQ(bench.presence(other), Presence::missing);
}

TEST_P(IngestRestart, TransitionsOfTheLastDayAreRememberedAtAStart) {
    bench.hear();
    bench.turn({bench.status(board)});
    bench.listen_for(33min);
    ASSERT_EQ(bench.presence(board), Presence::missing);
    const auto before = bench.process->observations.transitions.with(
        [](const TransitionLog& log) { return log.since(WallTime{}); });

    const auto remembered = [&] {
        TransitionLog log;
        const Status loaded = bench.witness->read(
            [&](Transaction& tx) { return load_transitions(tx, log, bench.clock.now()); });
        EXPECT_TRUE(loaded);
        return log.since(WallTime{});
    };
    const auto after = remembered();
    ASSERT_EQ(after.size(), 3U);
    for (std::size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].device, before[i].device);
        EXPECT_EQ(after[i].from, before[i].from);
        EXPECT_EQ(after[i].to, before[i].to);
        EXPECT_EQ(after[i].at, before[i].at);
    }
    bench.advance(24h - 2min);
    EXPECT_EQ(remembered().size(), 2U) << "when it was first heard is more than a day ago";
}

INSTANTIATE_TEST_SUITE_P(Databases, IngestRestart, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
