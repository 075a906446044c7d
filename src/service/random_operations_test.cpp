// The registry changes, boards speak and fall silent, paths break, commits fail, the process
// starts anew: after every step the counters that the loop keeps incrementally equal a recount by
// SQL, and the summary that people see equals both.
//
// SOC_RANDOM_SECONDS: how long on each database (10). SOC_RANDOM_SEED: which operations (1); a
// fresh one at each ./test full, so that ./test says the same of the same tree.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "core/log.h"
#include "service/ingest_loop.h"
#include "support/ingest_bench.h"
#include "support/presence_recount.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t devices_max = 120;

std::uint64_t from_environment(const char* name, std::uint64_t fallback) {
    const char* text = std::getenv(name);
    return text == nullptr || *text == '\0' ? fallback : std::strtoull(text, nullptr, 10);
}

class RandomOperations {
public:
    RandomOperations(DatabaseKind kind, std::uint64_t seed)
        : random_{seed},
          bench_{kind, {{"main", {}, {}}, {"bound", campus_.sites[1].id, {}}}} {
        bench_.load(campus_of(campus_, {}));
        bench_.start();
        bench_.hear(0);
        bench_.hear(1);
    }

    /// One random operation; its name, for the trace.
    std::string step() {
        const std::uint64_t operation = dice(100);
        if (devices_.empty() || (operation < 12 && devices_.size() < devices_max)) {
            return create();
        }
        if (operation < 30) return change_device();
        if (operation < 36) return change_places();
        if (operation < 65) return speak();
        if (operation < 85) return let_time_pass();
        if (operation < 91) return break_path();
        if (operation < 96) return fail_commits();
        return restart();
    }

    /// Everything in memory is in the database, and all three ways of counting agree.
    void check() {
        ASSERT_FALSE(bench_.process->loop->has_pending());
        const auto counted =
            bench_.witness->read([](Transaction& tx) { return recount(tx); });
        ASSERT_TRUE(counted) << summary(counted);
        const PlaceCounters& kept = bench_.process->loop->fleet().counters();
        EXPECT_EQ(kept.all(), counted->all);
        const auto same = [&](const auto& things, const std::vector<PresenceCounts>& counts) {
            for (std::size_t i = 0; i < things.size(); ++i) {
                EXPECT_EQ(i < counts.size() ? counts[i] : PresenceCounts{},
                          at(*counted, things[i].id.to_string()))
                    << things[i].name;
            }
        };
        const auto places = bench_.process->read_model.places();
        same(places->sites(), kept.sites());
        same(places->buildings(), kept.buildings());
        same(places->rooms(), kept.rooms());

        const FleetSummary shown = bench_.process->read_model.summary();
        EXPECT_EQ(shown.counts, counted->all);
        for (const auto& site : shown.sites) {
            EXPECT_EQ(site.counts, at(*counted, site.id.to_string()));
        }
        for (const auto& building : shown.buildings) {
            EXPECT_EQ(building.counts, at(*counted, building.id.to_string()));
        }
        check_list(*counted);
        const auto broken = bench_.witness->read(
            [](Transaction& tx) { return count_broken_intervals(tx); });
        ASSERT_TRUE(broken);
        EXPECT_EQ(*broken, 0);
    }

private:
    static PresenceCounts at(const PresenceRecount& counted, const std::string& id) {
        const auto found = counted.places.find(id);
        return found == counted.places.end() ? PresenceCounts{} : found->second;
    }

    /// The list, filtered by building and state, counts the same.
    void check_list(const PresenceRecount& counted) {
        DeviceQuery query;
        query.buildings = {campus_.buildings[dice(2)].id};
        const Presence state = all_presences[dice(presence_count)];
        query.states = {state};
        EXPECT_EQ(bench_.process->read_model.page(query, bench_.clock.now().steady).total,
                  at(counted, query.buildings.front().to_string()).of(state));
    }

    std::uint64_t dice(std::uint64_t sides) { return random_.next_u64() % sides; }
    Device& any() { return devices_[dice(devices_.size())]; }
    void load(std::vector<Device> devices) {
        bench_.load(Campus{"", {}, {}, {}, {}, {}, std::move(devices)});
    }

    void place(Device& device) {
        const std::size_t room = dice(5);
        device.rooms.clear();
        if (room == 4) return;  // R2: a site even without a room
        device.rooms = {campus_.rooms[room].id};
        device.site = campus_.sites[room / 2].id;
    }

    std::string create() {
        Device device = campus_.a_board(dice(4), ++serial_);
        place(device);
        if (dice(4) == 0) device.type = campus_.sensor.id;
        if (dice(6) == 0) device.enabled = false;
        devices_.push_back(device);
        load({device});
        return "create " + device.name;
    }

    std::string change_device() {
        Device& device = any();
        switch (dice(6)) {
            case 0:
            case 1: place(device); break;
            case 2:
            case 3: device.enabled = !device.enabled; break;
            case 4: device.name = "renamed " + std::to_string(++serial_); break;
            default:
                device.life_cycle = static_cast<LifeCycle>(dice(3));
                device.type = dice(2) == 0 ? campus_.board.id : campus_.sensor.id;
        }
        load({device});
        return "change " + device.name;
    }

    /// Rooms move between buildings of their site's devices, types get other intervals.
    std::string change_places() {
        switch (dice(4)) {
            case 0: campus_.buildings[dice(2)].name = "B" + std::to_string(++serial_); break;
            case 1: {
                Room& room = campus_.rooms[dice(4)];
                room.building = campus_.buildings[dice(2)].id;
                room.name = room.topic = std::to_string(++serial_);
                break;
            }
            case 2: campus_.board.interval = seconds{900 * (1 + dice(4))}; break;
            default:
                campus_.sensor.connectivity =
                    dice(2) == 0 ? Connectivity::lorawan : Connectivity::mqtt;
        }
        bench_.load(campus_of(campus_, {}));
        return "change places";
    }

    std::string speak() {
        std::vector<InboxItem> items = std::exchange(delayed_, {});
        for (std::uint64_t i = 1 + dice(20); i > 0; --i) {
            const auto broker = static_cast<BrokerIndex>(dice(2));
            InboundMessage message = bench_.status(any(), R"(,"frequency":1800)", broker);
            if (dice(10) == 0) message.retained = true;
            if (dice(10) == 0) message.payload = "noise";
            (dice(8) == 0 ? delayed_ : items).push_back(std::move(message));
        }
        bench_.turn(std::move(items));
        return "speak";
    }

    std::string let_time_pass() {
        // Some of it without a turn, as on a machine that stood still.
        bench_.advance(milliseconds{dice(20'000)});
        bench_.listen_for(seconds{1 + dice(dice(4) == 0 ? 3'600 : 60)});
        return "time";
    }

    std::string break_path() {
        const auto broker = static_cast<BrokerIndex>(dice(2));
        bench_.disconnect(broker);
        bench_.advance(seconds{dice(2'400)});
        bench_.turn();
        bench_.connect(broker);
        std::vector<InboxItem> backlog;
        for (std::uint64_t i = dice(5); i > 0; --i) {
            backlog.push_back(bench_.status(any(), {}, broker));
        }
        bench_.turn(std::move(backlog));
        bench_.turn(bench_.echo());
        return "path";
    }

    std::string fail_commits() {
        const bool unknown = dice(2) == 0;
        bench_.faults->fail(unknown ? FaultAt::after_commit : FaultAt::commit,
                            Error::unavailable(unknown ? "database_down" : "disk_full"));
        for (std::uint64_t i = 1 + dice(3); i > 0; --i) {
            bench_.turn({bench_.status(any()), bench_.status(any())});
            bench_.advance(seconds{dice(900)});
        }
        bench_.faults->heal();
        bench_.advance(1s);
        bench_.turn();
        bench_.turn(bench_.echo());
        return "commits failed";
    }

    std::string restart() {
        bench_.process.reset();
        delayed_.clear();
        if (dice(2) == 0) static_cast<void>(change_device());
        bench_.advance(seconds{dice(7'200)});
        bench_.start();
        bench_.turn();  // corrections
        bench_.hear(0);
        bench_.hear(1);
        return "restart";
    }

    SeededRandom random_;
    SmallCampus campus_;
    IngestBench bench_;
    std::vector<Device> devices_;
    std::vector<InboxItem> delayed_;  ///< read, and still in the inbox
    unsigned serial_ = 0;
};

class RandomOperationsTest : public ::testing::TestWithParam<DatabaseKind> {};

TEST_P(RandomOperationsTest, CountersEqualARecountBySql) {
    const SystemClock clock;
    const SteadyTime begin = clock.now().steady;
    const seconds length{from_environment("SOC_RANDOM_SECONDS", 10)};
    const std::uint64_t seed = from_environment("SOC_RANDOM_SEED", 1);
    SCOPED_TRACE("SOC_RANDOM_SEED=" + std::to_string(seed));
    log::set_level(log::Level::error);  // refusals and outages are the point here
    // Before the first step: an abort shows nothing of what comes after it.
    std::printf("SOC_RANDOM_SEED=%llu\n", static_cast<unsigned long long>(seed));
    std::fflush(stdout);

    RandomOperations operations{GetParam(), seed};
    std::uint64_t steps = 0;
    do {
        const std::string what = operations.step();
        operations.check();
        ++steps;
        ASSERT_FALSE(HasFailure()) << "at step " << steps << ": " << what;
    } while (clock.now().steady - begin < length);
    std::printf("%llu steps\n", static_cast<unsigned long long>(steps));
    EXPECT_GT(steps, 1U);
}

INSTANTIATE_TEST_SUITE_P(Databases, RandomOperationsTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
