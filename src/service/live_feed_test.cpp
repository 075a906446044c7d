// What one reader of the live feed is told, and when. The read model and the observations are
// written by hand, as the ingest loop does.
#include "service/live_feed.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "core/limits.h"
#include "support/fleet_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;
using Events = std::vector<LiveStream::Event>;

class LiveFeedTest : public ::testing::Test {
protected:
    LiveFeedTest() {
        for (unsigned i = 0; i < 4; ++i) {
            devices.push_back(campus.a_board(i, i + 1));
            model.put(i, devices.back());
            counters.add({i / 2, i / 2, i}, Presence::never_seen);
        }
        model.set_counters(counters);
    }

    [[nodiscard]] std::unique_ptr<LiveStream> open(std::optional<std::string> last = {}) {
        return feed.open(Principal{}, std::move(last));
    }
    [[nodiscard]] Events next(LiveStream& stream) { return stream.next(now); }
    /// A stream that has told its first events.
    [[nodiscard]] std::unique_ptr<LiveStream> settled() {
        auto stream = open();
        static_cast<void>(next(*stream));
        return stream;
    }
    /// Row `slot` changes, as the ingest loop tells it.
    void touch(DeviceSlot slot) {
        const std::array slots{slot};
        feed.publish(slots, now.steady);
    }
    void note(std::size_t device, Presence from, Presence to) {
        observations.transitions.with([&](TransitionLog& log) {
            log.note({devices[device].id, from, to, now.wall, false});
        });
    }
    void move(DeviceSlot slot, Presence from, Presence to) {
        const CountedPlace place{slot / 2, slot / 2, slot};
        counters.remove(place, from);
        counters.add(place, to);
        model.set_counters(counters);
    }
    [[nodiscard]] double resyncs() {
        return metrics.counter(metrics::live_resyncs).value();
    }

    static std::string names(const Events& events) {
        std::string list;
        for (const auto& event : events) list += (list.empty() ? "" : " ") + event.name;
        return list;
    }
    static boost::json::object data(const LiveStream::Event& event) {
        return boost::json::parse(event.data).as_object();
    }
    /// What the event `transitions` among `events` says.
    static std::string lately(const Events& events) {
        for (const auto& event : events) {
            if (event.name != "transitions") continue;
            const boost::json::object told = data(event);
            return std::to_string(told.at("went_missing").to_number<int>()) + " missing, " +
                   std::to_string(told.at("came_back").to_number<int>()) + " back, " +
                   std::to_string(told.at("items").as_array().size()) + " items";
        }
        return "nothing";
    }
    /// Which of the devices a `rows` event among `events` has, such as `02`.
    [[nodiscard]] std::string rows(const Events& events) const {
        std::string found;
        for (const auto& event : events) {
            if (event.name != "rows") continue;
            const boost::json::object told = data(event);
            for (const auto& item : told.at("items").as_array()) {
                for (std::size_t i = 0; i < devices.size(); ++i) {
                    if (item.at("id").as_string() == devices[i].id.to_string()) {
                        found += static_cast<char>('0' + i);
                    }
                }
            }
        }
        return found;
    }

    Moment now = monday();
    SmallCampus campus;
    std::vector<Device> devices;
    ReadModel model{campus.directory()};
    PlaceCounters counters;
    Observations observations;
    metrics::Registry metrics;
    LiveFeed feed{"run1", model, observations, metrics};
};

TEST_F(LiveFeedTest, BeginsWithEverythingThatIsNoRow) {
    touch(0);
    auto stream = open();
    const Events events = next(*stream);
    ASSERT_EQ(names(events), "summary transitions brokers");
    EXPECT_EQ(events[0].id, "run1-1");
    EXPECT_EQ(data(events[0]).at("sites").as_array().size(), 2U);
    EXPECT_EQ(data(events[0]).at("buildings").as_array().size(), 2U);
    EXPECT_EQ(data(events[0]).at("at").as_string(), "2026-01-05T08:00:00.000Z");
    EXPECT_EQ(names(next(*stream)), "");
}

TEST_F(LiveFeedTest, SummaryTellsWhatIsDifferentAndOnceASecond) {
    auto stream = settled();
    move(0, Presence::never_seen, Presence::online);
    now = now + 999ms;
    EXPECT_EQ(names(next(*stream)), "");
    now = now + 1ms;
    const Events events = next(*stream);
    ASSERT_EQ(names(events), "summary");
    const auto told = data(events[0]);
    ASSERT_EQ(told.at("sites").as_array().size(), 1U);
    EXPECT_EQ(told.at("sites").at(0).at("id").as_string(), campus.sites[0].id.to_string());
    ASSERT_EQ(told.at("buildings").as_array().size(), 1U);
    EXPECT_EQ(told.at("buildings").at(0).at("counts").at("online").to_number<int>(), 1);
    EXPECT_EQ(told.at("counts").at("never_seen").to_number<int>(), 3) << "absolute, not a change";

    now = now + 10s;
    EXPECT_EQ(names(next(*stream)), "") << "nothing is different";
}

TEST_F(LiveFeedTest, RowsAreOnlyThoseThatTheScreenShows) {
    auto stream = settled();
    touch(0);
    EXPECT_EQ(names(next(*stream)), "");
    stream->watch({devices[1].id, devices[2].id, DeviceId{campus.fresh()}});
    EXPECT_EQ(rows(next(*stream)), "") << "neither of them changed";
    touch(0);
    touch(2);
    touch(1);
    touch(2);
    const Events events = next(*stream);
    ASSERT_EQ(names(events), "rows");
    EXPECT_EQ(rows(events), "12") << "each once";
    EXPECT_EQ(events[0].id, "run1-5");

    stream->watch({devices[3].id});
    touch(2);
    EXPECT_EQ(rows(next(*stream)), "") << "the new list replaces the old one";
    touch(3);
    model.remove(3);
    EXPECT_EQ(rows(next(*stream)), "") << "a row that is gone is not told";
}

// A screen reads its rows first and declares them a moment later: what changed in between is told.
TEST_F(LiveFeedTest, RowsThatChangedJustBeforeTheyWereDeclaredAreTold) {
    auto stream = settled();
    touch(0);
    now = now + 1min;
    touch(2);
    now = now + 1min;
    touch(1);
    now = now + 5s;
    static_cast<void>(next(*stream));
    stream->watch({devices[0].id, devices[1].id});
    EXPECT_EQ(rows(next(*stream)), "1") << "row 0 was read long after its change";
    stream->watch({devices[0].id, devices[1].id});
    EXPECT_EQ(rows(next(*stream)), "") << "declared again, not new";
}

TEST_F(LiveFeedTest, AReaderThatComesBackIsToldWhatItMissed) {
    for (const DeviceSlot slot : {0U, 2U, 2U}) {
        now = now + 1min;
        touch(slot);
    }
    touch(1);
    touch(2);
    now = now + 1h;
    auto stream = open("run1-3");
    EXPECT_EQ(names(next(*stream)), "summary transitions brokers");
    stream->watch({devices[0].id, devices[1].id, devices[3].id});
    EXPECT_EQ(rows(next(*stream)), "1") << "0 was told before, 2 is not shown, 3 never changed";
    EXPECT_EQ(resyncs(), 0);
}

// A screen reads its rows, one changes, the counters move the reader's place beyond that, and the
// line breaks before the rows are declared: the place does not say that the change was told.
TEST_F(LiveFeedTest, RowsThatWereReadJustBeforeTheLineBrokeAreTold) {
    touch(2);
    now = now + 5s;
    touch(3);
    now = now + 1min;
    touch(0);
    now = now + 5s;
    touch(3);
    ASSERT_EQ(next(*open()).front().id, "run1-4");
    now = now + 1h;
    auto stream = open("run1-4");
    stream->watch({devices[0].id, devices[1].id, devices[2].id});
    EXPECT_EQ(rows(next(*stream)), "0") << "row 2 was read long after its change";
}

// The line breaks a second time before the screen has declared its rows: its place must not have
// moved beyond what it was told, or the rows of the first break are lost.
TEST_F(LiveFeedTest, ThePlaceOfAReaderStaysUntilItsRowsAreTold) {
    touch(0);
    auto stream = open("run1-0");
    for (const auto& event : next(*stream)) EXPECT_EQ(event.id, "") << event.name;
    stream->watch({devices[0].id});
    const Events events = next(*stream);
    ASSERT_EQ(rows(events), "0");
    EXPECT_EQ(events[0].id, "run1-1");
}

TEST_F(LiveFeedTest, TheRingReachesExactlyAsFarAsItSays) {
    for (std::size_t i = 0; i < limits::live_ring_items_max + 1; ++i) touch(0);
    EXPECT_EQ(names(next(*open("run1-1"))), "summary transitions brokers");
    const Events events = next(*open("run1-0"));
    ASSERT_EQ(names(events), "resync summary transitions brokers");
    EXPECT_EQ(data(events[0]).at("reason").as_string(), "outside_ring");
    EXPECT_EQ(events[0].id, "run1-" + std::to_string(limits::live_ring_items_max + 1))
        << "it reads everything again, and goes on from here";
    EXPECT_EQ(resyncs(), 1);
}

TEST_F(LiveFeedTest, AReaderThatIsTooSlowReadsEverythingAgain) {
    auto stream = settled();
    stream->watch({devices[0].id});
    static_cast<void>(next(*stream));
    for (std::size_t i = 0; i < limits::live_ring_items_max + 1; ++i) touch(0);
    EXPECT_EQ(names(next(*stream)), "resync summary");
    touch(0);
    EXPECT_EQ(rows(next(*stream)), "0") << "and is served as before";
}

TEST_F(LiveFeedTest, AnIdOfAnotherRunOrOfNobodyIsAResync) {
    touch(0);
    for (const char* id : {"run0-1", "run11-1", "run1", "run1-", "run1-x", "run1--1", "run1-1 ",
                           "run1-+1", "run1-0x1", "run1-18446744073709551616", "", "-", "1"}) {
        const Events events = next(*open(id));
        ASSERT_FALSE(events.empty()) << id;
        EXPECT_EQ(events[0].name, "resync") << id;
        EXPECT_EQ(data(events[0]).at("reason").as_string(), "restarted") << id;
    }
    // A number that this run never gave: a server clock cannot explain it, so read again.
    EXPECT_EQ(names(next(*open("run1-2"))), "resync summary transitions brokers");
    EXPECT_EQ(names(next(*open("run1-1"))), "summary transitions brokers");
}

TEST_F(LiveFeedTest, TransitionsAreToldOnceWithTheirNames) {
    note(0, Presence::never_seen, Presence::online);
    auto stream = settled();
    note(0, Presence::late, Presence::missing);
    note(1, Presence::missing, Presence::online);
    const Events events = next(*stream);
    ASSERT_EQ(names(events), "transitions");
    const auto told = data(events[0]);
    EXPECT_EQ(told.at("since").as_string(), "2026-01-05T07:00:00.000Z");
    EXPECT_EQ(lately(events), "1 missing, 1 back, 2 items");
    EXPECT_EQ(told.at("items").at(0).at("name").as_string(), devices[1].name);
    EXPECT_EQ(names(next(*stream)), "");
}

// The line breaks, a device goes missing, the reader comes back to a ring that reaches: that
// change is in no row of its screen.
TEST_F(LiveFeedTest, AReaderThatComesBackIsToldTheTransitionsThatItMissed) {
    touch(0);
    note(0, Presence::late, Presence::missing);
    static_cast<void>(settled());
    touch(1);
    note(1, Presence::late, Presence::missing);
    const Events events = next(*open("run1-1"));
    ASSERT_EQ(names(events), "summary transitions brokers");
    EXPECT_EQ(lately(events), "2 missing, 0 back, 2 items");
    EXPECT_EQ(data(events[1]).at("items").at(0).at("name").as_string(), devices[1].name);
    EXPECT_EQ(resyncs(), 0);
}

// A building falls silent. What is counted is counted whole; what is named is at most what a page
// that is opened now would show, so both pages name the same.
TEST_F(LiveFeedTest, ManyTransitionsAtOnceAreAllCounted) {
    auto stream = settled();
    note(0, Presence::missing, Presence::online);
    static_cast<void>(next(*stream));
    for (int i = 0; i < 200; ++i) note(1, Presence::late, Presence::missing);
    EXPECT_EQ(lately(next(*stream)), "200 missing, 1 back, 200 items");
    const std::size_t more = limits::page_items_max + 1;
    for (std::size_t i = 0; i < more; ++i) note(2, Presence::late, Presence::missing);
    EXPECT_EQ(lately(next(*stream)), "701 missing, 1 back, 500 items");
    EXPECT_EQ(lately(next(*open())), "701 missing, 1 back, 500 items");
}

TEST_F(LiveFeedTest, TransitionsLeaveTheLastHourUnasked) {
    auto stream = settled();
    note(0, Presence::late, Presence::missing);
    static_cast<void>(next(*stream));
    now = now + 1h;
    EXPECT_EQ(names(next(*stream)), "") << "it lasts to its end";
    now = now + 10s;
    EXPECT_EQ(lately(next(*stream)), "0 missing, 0 back, 0 items");
    now = now + 10s;
    EXPECT_EQ(names(next(*stream)), "");
}

TEST_F(LiveFeedTest, BrokersAreToldWhenTheirStateChanges) {
    auto stream = settled();
    observations.brokers.with([](Observations::Brokers& brokers) {
        brokers.views = {{"main", "heard", monday().wall, "connected", {}, {}}};
    });
    EXPECT_EQ(names(next(*stream)), "") << "the time of a canary is no change of state";
    observations.brokers.with([](Observations::Brokers& brokers) { ++brokers.version; });
    const Events events = next(*stream);
    ASSERT_EQ(names(events), "brokers");
    EXPECT_EQ(data(events[0]).at("items").at(0).at("state").as_string(), "heard");
}

}  // namespace
}  // namespace soc::testing
