// The loop with its real database; the test plays the broker and the clock. What is said is in
// the database after the turn, what is acknowledged was committed before, and nothing that we
// could not hear turns anybody missing.
#include "service/ingest_loop.h"

#include <gtest/gtest.h>

#include "support/loop_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

using IngestLoopTest = LoopFixture;

TEST_P(IngestLoopTest, AStatusIsStoredAndThenAcknowledged) {
    bench.hear();
    const std::uint64_t before = bench.acknowledged();
    std::optional<StatusRow> at_acknowledgement;
    bench.process->inbox.on_progress = [&] { at_acknowledgement = bench.stored_status(board); };

    const InboundMessage said =
        bench.status(board, R"(,"frequency":3600,"firmware":"2411")");
    bench.turn({said});
    EXPECT_EQ(bench.acknowledged(), before + 1);
    ASSERT_TRUE(at_acknowledgement) << "acknowledged before it was stored";
    EXPECT_EQ(*at_acknowledgement,
              (StatusRow{.device = board.id, .received_at = said.received.wall, .broker = "main",
                         .topic = said.topic, .payload = said.payload, .backlog = false,
                         .announced = 3600s, .firmware = "2411"}));
    EXPECT_EQ(bench.presence(board), Presence::online);
    EXPECT_EQ(stored_presences(board), std::vector{Presence::online});

    const auto shown = bench.process->read_model.device(board.id);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->first.presence, Presence::online);
    EXPECT_EQ(shown->first.firmware, "2411");
    EXPECT_EQ(shown->second.last_heard, said.received.wall);
    EXPECT_EQ(shown->second.expected.interval, 3600s);
    EXPECT_EQ(bench.process->read_model.summary().counts.of(Presence::online), 1U);
}

// Each is over once it was looked at: counted, kept for reading, acknowledged, and not stored.
TEST_P(IngestLoopTest, WhatIsNoStatusIsRefusedForItsReason) {
    bench.hear();
    InboundMessage large = bench.message("u4/b/300/device", "");
    large.oversized = true;
    const std::vector<std::pair<InboundMessage, std::string>> refused{
        {bench.message("u4/b/300/device", "hello"), "not_json"},
        {bench.message("u4/b/300/device", "[1]"), "not_an_object"},
        {bench.message("u4/b/300/device", R"({"a":1})"), "no_unit_id"},
        {bench.message("u4/b/300/device", R"({"unitID":7})"), "bad_unit_id"},
        {bench.message("u4/b/300/temperature", status_of(board)), "not_a_status_topic"},
        {bench.message("device", status_of(board)), "not_a_status_topic"},
        {bench.message("u4/\xff/device", status_of(board)), "not_a_status_topic"},
        {large, "too_large"},
        {bench.message("sensocampus/campus/device", "hello"), "bad_canary"},
        {bench.message("TestTopic/1/device", status_of(board)), "sandbox"},
    };
    for (const auto& [message, reason] : refused) {
        SCOPED_TRACE(message.topic + " " + message.payload);
        const std::uint64_t before = bench.acknowledged();
        bench.turn({message});
        EXPECT_EQ(bench.last_refusal(), reason);
        EXPECT_EQ(bench.acknowledged(), before + 1);
    }
    EXPECT_EQ(bench.presence(board), Presence::never_seen);
    EXPECT_FALSE(bench.stored_status(board));
    const auto counts = bench.process->observations.refusals.with(
        [](const RefusalLog& log) { return log.counts(); });
    EXPECT_EQ(counts.at("not_a_status_topic"), 3U);
    EXPECT_EQ(bench.process->observations.discovered.with(
                  [](const DiscoveredDevices& devices) { return devices.size(); }),
              0U);
}

// `check-broker` publishes thousands at a time, another instance its canary every ten seconds: they
// are nobody's fault, and must not push the refusals out of sight that are.
TEST_P(IngestLoopTest, WhatOurOtherProgramsPublishIsCountedAndIgnored) {
    bench.hear();
    const std::uint64_t before = bench.acknowledged();
    const InboundMessage queued = bench.message("sensocampus/check-01ab/device", "queued");
    bench.turn({queued, bench.message("sensocampus/check-01ab/device", status_of(board)),
                bench.message("sensocampus/other/device", R"({"canary":{}})")});
    EXPECT_EQ(bench.acknowledged(), before + 3);
    EXPECT_EQ(bench.last_refusal(), "");
    EXPECT_EQ(bench.presence(board), Presence::never_seen);
    EXPECT_EQ(bench.process->metrics.counter(metrics::messages_of_programs, "main").value(), 3);
}

// R12: the broker repeats a retained message to every new subscriber, however old it is.
TEST_P(IngestLoopTest, ARetainedStatusIsNoSignOfLife) {
    bench.hear();
    InboundMessage old = bench.status(board);
    old.retained = true;
    bench.turn({old});
    EXPECT_EQ(bench.presence(board), Presence::never_seen);
    EXPECT_FALSE(bench.stored_status(board));
    EXPECT_EQ(bench.last_refusal(), "");
}

// R33: who pushes at a full list is counted where it shows.
TEST_P(IngestLoopTest, DiscoveriesBeyondTheQuotaAreCounted) {
    bench.hear();
    std::vector<InboxItem> flood;
    for (std::size_t i = 0; i < limits::discovered_devices_max + 3; ++i) {
        const UnitId id{MacAddress::from_u64(0x0200'0000'0000 + i)};
        flood.emplace_back(bench.message("u4/b/300/device",
                                         R"({"unitID":")" + id.to_string() + R"("})"));
    }
    bench.turn(std::move(flood));
    bench.advance(1s);
    bench.turn({bench.message("u3/b/1/device", R"({"unitID":"30-AE-A4-00-00-4D"})")});
    EXPECT_EQ(bench.process->metrics.counter(metrics::messages_discovered).value(),
              limits::discovered_devices_max + 4);
    EXPECT_EQ(bench.process->metrics.counter(metrics::discovered_refused).value(), 3);
    EXPECT_EQ(bench.process->metrics.counter(metrics::discovered_forgotten).value(), 1);
    EXPECT_EQ(bench.process->observations.discovered.with(
                  [](const DiscoveredDevices& devices) { return devices.list().front().topic; }),
              "u3/b/1/device");
}

TEST_P(IngestLoopTest, AnUnknownDeviceIsDiscoveredUntilItIsRegistered) {
    bench.hear();
    Device fresh = campus.a_board(1, 77);
    fresh.identifiers.front().value = "30:ae:a4:00:00:4d";
    InboundMessage said = bench.message("u4/b/301/device", R"({"unitID":"30-AE-A4-00-00-4D"})");
    bench.turn({said, said});
    const auto list = bench.process->observations.discovered.with(
        [](const DiscoveredDevices& devices) { return devices.list(); });
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.front().unit_id.to_string(), "30:ae:a4:00:00:4d");
    EXPECT_EQ(list.front().count, 2U);
    EXPECT_EQ(bench.process->read_model.summary().discovered, 1U);

    bench.load(campus_of(campus, {board, other, fresh}));
    EXPECT_EQ(bench.process->read_model.summary().discovered, 0U);
    bench.turn({said});
    EXPECT_EQ(bench.presence(fresh), Presence::online);
    ASSERT_TRUE(bench.stored_status(fresh));
}

// R17: what a broker of another site says keeps nobody alive.
TEST_P(IngestLoopTest, ABrokerOfAnotherSiteKeepsNobodyAlive) {
    IngestBench two{GetParam(),
                    {{"main", campus.sites[0].id, {}}, {"second", campus.sites[1].id, {}}}};
    begin(two);
    two.hear(0);
    two.hear(1);
    two.turn({two.status(board, {}, 1), two.status(other, {}, 1)});
    EXPECT_EQ(two.last_refusal(), "broker_of_another_site");
    EXPECT_EQ(two.presence(board), Presence::never_seen);
    EXPECT_FALSE(two.stored_status(board));
    EXPECT_EQ(two.presence(other), Presence::online);
    EXPECT_EQ(two.stored_status(other)->broker, "second");
}

// R8, R10: the path is heard when our own message has come back; what came before it lies
// somewhere in the interruption, and is stored so.
TEST_P(IngestLoopTest, TheCanaryProvesHearingAndEndsTheBacklog) {
    bench.connect();
    EXPECT_EQ(bench.readiness_of("broker main"), DependencyState::degraded);
    bench.turn({bench.status(board)});
    EXPECT_TRUE(bench.stored_status(board)->backlog);
    EXPECT_TRUE(bench.stored_intervals(board).front().backlog);

    bench.turn(bench.echo());
    EXPECT_EQ(bench.process->loop->fleet().paths()[0].state(), BrokerPath::State::heard);
    EXPECT_EQ(bench.readiness_of("broker main"), DependencyState::ok);
    const auto view = bench.process->observations.brokers.with(
        [](const Observations::Brokers& brokers) { return brokers.views.front(); });
    EXPECT_EQ(view.state, "heard");
    EXPECT_EQ(view.last_canary_at, bench.clock.now().wall);

    bench.advance(1s);
    bench.turn({bench.status(board), bench.status(other)});
    EXPECT_FALSE(bench.stored_status(board)->backlog);
    EXPECT_FALSE(bench.stored_intervals(other).front().backlog);
}

// R7: the first connection ever finds no session; each later one should.
TEST_P(IngestLoopTest, ASessionThatTheBrokerForgotIsCounted) {
    const auto lost = [&] {
        return bench.process->metrics.counter(metrics::sessions_lost, "main").value();
    };
    bench.connect(0, false);
    bench.turn(bench.echo());
    EXPECT_EQ(lost(), 0);
    bench.disconnect();
    bench.connect();
    EXPECT_EQ(lost(), 0);
    bench.disconnect();
    bench.connect(0, false);
    EXPECT_EQ(lost(), 1);
    bench.start();  // the process before heard a canary
    bench.connect(0, false);
    EXPECT_EQ(lost(), 1);
}

TEST_P(IngestLoopTest, ACanaryOfAnotherRunProvesNothing) {
    bench.connect();
    std::vector<InboxItem> from_before = bench.echo();
    bench.start();
    bench.connect();
    bench.turn(std::move(from_before));
    EXPECT_TRUE(bench.process->loop->fleet().paths()[0].is_blind());
    EXPECT_EQ(bench.last_refusal(), "");
}

// R9: written when it ends, from the last canary on; the loop asks for new connections.
TEST_P(IngestLoopTest, BlindTimeIsStored) {
    bench.hear();
    EXPECT_TRUE(blind_rows().empty()) << "before the first start there was nothing to hear";
    bench.listen_for(60s);
    const WallTime last_canary = *bench.process->loop->fleet().paths()[0].last_canary();
    for (int i = 0; i < 6; ++i) {
        bench.advance(5s);
        bench.turn();  // canaries leave and do not come back
    }
    ASSERT_EQ(blind_rows().size(), 1U);
    EXPECT_EQ(blind_rows().front().reason, "no_canary");
    static_cast<void>(bench.echo());
    EXPECT_EQ(bench.reopenings, 1U);

    bench.disconnect();
    bench.hear();
    EXPECT_EQ(blind_rows(), (std::vector{BlindIntervalRow{"main", last_canary,
                                                          bench.clock.now().wall, "no_canary"}}));
}

// One batch may hold the canary that ends one blind interval and the loss that begins the next.
TEST_P(IngestLoopTest, TwoBlindIntervalsThatMeetInOneTurnAreBothStored) {
    bench.hear();
    bench.advance(5s);
    bench.disconnect();
    const WallTime first = blind_rows().front().since;
    bench.advance(5s);
    bench.connect();
    bench.advance(1s);
    const WallTime second = bench.clock.now().wall;
    std::vector<InboxItem> items = bench.echo();
    items.push_back(LinkEvent{.kind = LinkEvent::Kind::ingest_down, .broker = 0,
                              .generation = 2, .session_present = false,
                              .at = bench.clock.now(), .reason = "keep_alive"});
    bench.turn(std::move(items));
    bench.advance(5s);
    bench.hear();
    EXPECT_EQ(blind_rows(),
              (std::vector{BlindIntervalRow{"main", second, bench.clock.now().wall, "disconnected"},
                           BlindIntervalRow{"main", first, second, "disconnected"}}));
}

// R19: memory goes on, the rows follow at the first commit after, once, and the messages are
// acknowledged only then.
TEST_P(IngestLoopTest, FailedCommitsLoseNothing) {
    bench.hear();
    const std::uint64_t before = bench.acknowledged();
    bench.faults->fail(FaultAt::commit, Error::unavailable("disk_full"));
    bench.turn({bench.status(board, R"(,"firmware":"1")")});
    EXPECT_EQ(bench.presence(board), Presence::online);
    EXPECT_EQ(bench.readiness_of("database"), DependencyState::down);
    EXPECT_FALSE(bench.process->readiness.is_ready());
    const int strikes = bench.faults->strikes();
    bench.advance(999ms);
    bench.turn({bench.status(other)});
    EXPECT_EQ(bench.faults->strikes(), strikes) << "tried again before a second has passed";
    bench.advance(1ms);
    bench.turn({bench.status(board)});
    EXPECT_EQ(bench.faults->strikes(), strikes + 1);
    EXPECT_EQ(bench.acknowledged(), before);
    EXPECT_FALSE(bench.stored_status(board));

    bench.faults->heal();
    bench.advance(1s);
    bench.turn();
    EXPECT_EQ(bench.acknowledged(), before + 3);
    EXPECT_EQ(bench.readiness_of("database"), DependencyState::ok);
    EXPECT_FALSE(bench.process->loop->has_pending());
    EXPECT_EQ(stored_presences(board), std::vector{Presence::online});
    ASSERT_TRUE(bench.stored_status(other));
}

// The line broke while COMMIT was answered: it is written again, and nothing is there twice.
TEST_P(IngestLoopTest, ACommitOfUnknownOutcomeIsRepeatedWithoutHarm) {
    bench.hear();
    const std::uint64_t before = bench.acknowledged();
    bench.faults->fail(FaultAt::after_commit, Error::unavailable("database_down"));
    bench.turn({bench.status(board)});
    EXPECT_EQ(bench.acknowledged(), before);
    EXPECT_EQ(bench.readiness_of("database"), DependencyState::down);
    ASSERT_TRUE(bench.stored_status(board)) << "this commit did happen";

    bench.faults->heal();
    bench.advance(1s);
    bench.turn({bench.status(other)});
    EXPECT_EQ(bench.acknowledged(), before + 2);
    EXPECT_EQ(stored_presences(board), std::vector{Presence::online});
    EXPECT_EQ(stored_presences(other), std::vector{Presence::online});
}

// R8, R19: the sockets are not read for want of commits, so no canary comes back and the path is
// blind for our own reason. However long it lasts, silence proves nothing, and the connections
// are not opened again for it.
TEST_P(IngestLoopTest, NobodyTurnsMissingWhileCommitsFail) {
    bench.hear();
    bench.turn({bench.status(board)});
    bench.faults->fail(FaultAt::commit, Error::unavailable("disk_full"));
    bench.turn({bench.status(other)});
    for (int minute = 0; minute < 180; ++minute) {
        bench.advance(1min);
        bench.turn();
    }
    static_cast<void>(bench.echo());
    EXPECT_EQ(bench.presence(board), Presence::online);
    EXPECT_EQ(bench.reopenings, 0U);

    bench.faults->heal();
    bench.advance(1s);
    bench.turn();
    bench.turn(bench.echo());
    EXPECT_EQ(blind_rows().front().reason, "reading_stopped");
    bench.listen_for(31min);
    EXPECT_EQ(bench.presence(board), Presence::online) << "R9: one interval to speak again";
    bench.listen_for(2min);
    EXPECT_EQ(bench.presence(board), Presence::missing) << "then silence counts";
    EXPECT_EQ(stored_presences(board),
              (std::vector{Presence::online, Presence::late, Presence::missing}));
}

// A message may wait in the inbox while the clock goes on: what was concluded meanwhile lies
// before it in the history all the same.
TEST_P(IngestLoopTest, ADelayedMessageDoesNotTurnTheHistoryBack) {
    bench.hear();
    bench.turn({bench.status(board)});
    bench.listen_for(31min + 30s);
    const InboundMessage waiting = bench.status(board);
    bench.listen_for(10s);
    ASSERT_EQ(bench.presence(board), Presence::late);
    bench.turn({waiting});
    const auto intervals = bench.stored_intervals(board);
    ASSERT_EQ(stored_presences(board),
              (std::vector{Presence::online, Presence::late, Presence::online}));
    for (const PresenceIntervalRow& interval : intervals) {
        EXPECT_LE(interval.since, interval.until.value_or(WallTime::max()));
    }
    EXPECT_FALSE(intervals.back().until);
}

// R13: no setting of its own, none of its type. A change of the site reaches its devices at once.
TEST_P(IngestLoopTest, ADeviceIsExpectedInTheIntervalOfItsSite) {
    const auto set_site_interval = [&](seconds interval) {
        campus.board.interval.reset();
        campus.sites[0].interval = interval;
        bench.load(campus_of(campus, {board, other}));
    };
    const auto expected = [&](const Device& device) {
        return bench.process->read_model.device(device.id)->second.expected;
    };
    bench.hear();
    bench.turn({bench.status(board), bench.status(other)});
    set_site_interval(10min);
    EXPECT_EQ(expected(board), (ExpectedInterval{10min, IntervalOrigin::site}));
    EXPECT_EQ(expected(other), (ExpectedInterval{30min, IntervalOrigin::fallback}));
    bench.listen_for(9min);
    set_site_interval(20min);
    bench.listen_for(10min);
    EXPECT_EQ(bench.presence(board), Presence::online);
    bench.start();
    EXPECT_EQ(expected(board), (ExpectedInterval{20min, IntervalOrigin::site}));
    bench.hear();
    bench.turn({bench.status(board)});
    bench.listen_for(22min);
    EXPECT_EQ(bench.presence(board), Presence::missing);
}

TEST_P(IngestLoopTest, RunEndsWhenTheLeadIsLost) {
    bench.hear();
    bench.advance(2s);
    const auto taken = bench.witness->transact(Durability::full, [&](Transaction& tx) {
        return leader::acquire(tx, {"bench", "campus", "the next process"}, bench.clock.now().wall);
    });
    ASSERT_TRUE(taken);
    const std::uint64_t before = bench.acknowledged();
    ASSERT_TRUE(bench.process->inbox.items.try_push(InboxItem{bench.status(board)}));
    EXPECT_FALSE(bench.process->loop->run(bench.clock, std::stop_token{}));
    EXPECT_EQ(bench.acknowledged(), before);
    EXPECT_FALSE(bench.stored_status(board)) << "written by a process that does not lead";
}

TEST_P(IngestLoopTest, RunWritesWhatIsPendingBeforeItStops) {
    std::stop_source stop;
    bench.hear();
    bench.faults->fail(FaultAt::commit, Error::unavailable("disk_full"));
    bench.turn({bench.status(board)});
    bench.faults->heal();
    stop.request_stop();
    EXPECT_TRUE(bench.process->loop->run(bench.clock, stop.get_token()));
    EXPECT_TRUE(bench.stored_status(board));
}

INSTANTIATE_TEST_SUITE_P(Databases, IngestLoopTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing