#include "fleet/broker_path.h"

#include <gtest/gtest.h>

#include "support/fleet_fixture.h"

namespace soc {
namespace {

using namespace std::chrono_literals;
using State = BrokerPath::State;
using testing::monday;

struct Listening : ::testing::Test {
    Moment now = monday();
    BrokerPath path{{}, now, std::nullopt};

    CanaryNumber send() {
        const auto canary = path.canary_due(now);
        EXPECT_TRUE(canary.has_value());
        return canary.value_or(CanaryNumber{});
    }
    void connect(std::uint32_t generation) {
        path.ingest_up(generation, now);
        EXPECT_TRUE(path.canary_heard(send(), now));
    }
};

// The first canary of a connection is due at once and is the marker: before it, everything is
// backlog and nothing is proven.
TEST_F(Listening, IsBlindUntilTheFirstCanaryIsBack) {
    EXPECT_EQ(path.state(), State::connecting);
    EXPECT_EQ(path.canary_due(now), std::nullopt);

    path.ingest_up(1, now);
    EXPECT_TRUE(path.is_blind());
    EXPECT_TRUE(path.in_backlog());
    const CanaryNumber marker = send();
    now = now + 2s;
    EXPECT_TRUE(path.canary_heard(marker, now));
    EXPECT_EQ(path.state(), State::heard);
    EXPECT_FALSE(path.in_backlog());
    EXPECT_EQ(path.proven_until(), monday().steady);  // when it left, not when it came back

    ASSERT_EQ(path.blind_intervals().size(), 1U);
    EXPECT_EQ(path.blind_intervals()[0].reason, BlindReason::start);
    EXPECT_EQ(path.blind_intervals()[0].until, now);
}

TEST_F(Listening, WasBlindSinceTheLastCanaryOfTheProcessBefore) {
    const BrokerPath resumed{{}, now, now.wall - 90s};
    EXPECT_EQ(resumed.blind_intervals()[0].since, now - 90s);
    const BrokerPath stepped{{}, now, now.wall + 1h};  // the wall clock was set back meanwhile
    EXPECT_EQ(stepped.blind_intervals()[0].since, now);
}

// R8, both sides of the edge: 25 s without a canary, blind since the last one heard.
TEST_F(Listening, GoesBlindAfterTwentyFiveSecondsAndAsksForANewConnection) {
    connect(1);
    const Moment heard = now;
    now = heard + 25s - 1us;
    EXPECT_FALSE(path.tick(now, true));
    EXPECT_EQ(path.state(), State::heard);

    now = heard + 25s;
    EXPECT_TRUE(path.tick(now, true));
    EXPECT_EQ(path.state(), State::blind);
    EXPECT_EQ(path.blind_intervals().back().since, heard);
    EXPECT_EQ(path.blind_intervals().back().reason, BlindReason::no_canary);
    EXPECT_FALSE(path.tick(now, true)) << "asks once in 25 s";
    EXPECT_TRUE(path.tick(now + 25s, true));
}

// While we do not read, the fault is ours: blind, and the connection is left alone.
TEST_F(Listening, DoesNotReopenWhenOurOwnReadingStopped) {
    connect(1);
    now = now + 25s;
    EXPECT_FALSE(path.tick(now, false));
    EXPECT_EQ(path.blind_intervals().back().reason, BlindReason::reading_stopped);
}

// Loss, a slow reconnection and silence on the way are one interruption, not three.
TEST_F(Listening, MakesOneIntervalOfOneInterruption) {
    connect(1);
    const Moment heard = now;
    now = now + 25s;
    EXPECT_TRUE(path.tick(now, true));
    path.ingest_down("keep_alive", now + 1s);
    path.ingest_up(2, now + 40s);
    now = now + 41s;
    EXPECT_TRUE(path.canary_heard(*path.canary_due(now), now));
    ASSERT_EQ(path.blind_intervals().size(), 2U);  // the start's and this one
    EXPECT_EQ(path.blind_intervals()[1].since, heard);
    EXPECT_EQ(path.blind_intervals()[1].until, now);
}

// A canary that waited in the broker's queue since the connection before proves nothing now.
TEST_F(Listening, IgnoresCanariesOfAnotherConnectionRepeatedOnesAndInventedOnes) {
    connect(1);
    now = now + 10s;
    const CanaryNumber old = send();
    path.ingest_down("reset", now);
    path.ingest_up(2, now);
    EXPECT_FALSE(path.canary_heard(old, now));
    EXPECT_TRUE(path.in_backlog());
    const CanaryNumber marker = send();
    EXPECT_FALSE(path.canary_heard({2, marker.number + 1}, now));
    EXPECT_TRUE(path.canary_heard(marker, now));
    EXPECT_FALSE(path.canary_heard(marker, now));
}

TEST_F(Listening, DroppedMessagesMakeItBlindUntilACanarySentLaterIsBack) {
    connect(1);
    now = now + 10s;
    const CanaryNumber on_its_way = send();
    path.messages_dropped(now);
    EXPECT_EQ(path.state(), State::blind);
    EXPECT_FALSE(path.canary_heard(on_its_way, now));
    now = now + 10s;
    EXPECT_TRUE(path.canary_heard(send(), now));
    EXPECT_EQ(path.state(), State::heard);
}

// R11: a proof that somebody waits for leaves at once, yet one second after the last at the
// earliest: a hall full of late boards asks for one canary, not for hundreds.
TEST_F(Listening, AWantedProofLeavesBeforeItsTurn) {
    connect(1);
    now = now + 3s;
    path.proof_wanted(now.steady - 4s);
    EXPECT_EQ(path.canary_due(now), std::nullopt) << "what came back was sent later";
    path.proof_wanted(now.steady);
    path.proof_wanted(now.steady);
    EXPECT_TRUE(path.canary_heard(send(), now));
    EXPECT_EQ(path.proven_until(), now.steady);

    path.proof_wanted(now.steady);
    EXPECT_EQ(path.canary_due(now), std::nullopt);
    path.proof_wanted(now.steady + 1us);
    EXPECT_EQ(path.canary_due(now + 999ms), std::nullopt);
    EXPECT_NE(path.canary_due(now + 1s), std::nullopt);
}

TEST_F(Listening, ReadOnlyProvesNothing) {
    BrokerPath quiet{{.proves = false}, now, std::nullopt};
    quiet.ingest_up(1, now);
    EXPECT_EQ(quiet.state(), State::not_proven);
    EXPECT_EQ(quiet.canary_due(now), std::nullopt);
    EXPECT_TRUE(quiet.is_blind());
    EXPECT_FALSE(quiet.tick(now + 1h, true));
}

}  // namespace
}  // namespace soc
