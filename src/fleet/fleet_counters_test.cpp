#include <gtest/gtest.h>

#include <map>

#include "fleet/fleet_state.h"
#include "support/fleet_fixture.h"

namespace soc {
namespace {

using namespace std::chrono_literals;
using testing::ListeningFleet;
using testing::SmallCampus;

struct Recount {
    PresenceCounts all;
    std::map<PlaceIndex, PresenceCounts> sites;
    std::map<PlaceIndex, PresenceCounts> buildings;
    std::map<PlaceIndex, PresenceCounts> rooms;
};

Recount recount(const FleetState& fleet, Moment now) {
    Recount counted;
    for (DeviceSlot slot = 0; slot < fleet.slot_count(); ++slot) {
        if (!fleet.in_use(slot)) continue;
        const DeviceView view = fleet.view(slot, now);
        ++counted.all.of(view.presence);
        ++counted.sites[view.place.site].of(view.presence);
        ++counted.buildings[view.place.building].of(view.presence);
        ++counted.rooms[view.place.room].of(view.presence);
    }
    return counted;
}

void expect_same(const std::vector<PresenceCounts>& kept,
                 std::map<PlaceIndex, PresenceCounts> counted) {
    counted.erase(no_place);
    for (PlaceIndex i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i], counted[i]) << "place " << i;
    for (const auto& [index, counts] : counted) {
        EXPECT_TRUE(counts.total() == 0 || index < kept.size()) << "place " << index;
    }
}

// Random operations against one fleet; after each the incremental counters equal a recount. The
// same with a database below it is tests/integration's random operations.
TEST(FleetCounters, EqualARecountAfterRandomOperations) {
    constexpr std::uint64_t seed = 20'261'122;
    SCOPED_TRACE("seed " + std::to_string(seed));
    SeededRandom random{seed};
    SmallCampus campus;
    ListeningFleet at{campus};
    std::vector<Device> devices;
    const auto pick = [&] { return random.next_u64() % devices.size(); };

    for (int step = 0; step < 5'000; ++step) {
        const std::uint64_t dice = devices.empty() ? 0 : random.next_u64() % 10;
        if (dice == 0 && devices.size() < 200) {
            devices.push_back(campus.a_board(random.next_u64() % 4, 1000U + unsigned(step)));
            at.fleet.put(devices.back(), at.now);
        } else if (dice == 1) {
            Device& device = devices[pick()];
            const std::size_t room = random.next_u64() % 5;
            device.rooms.clear();
            if (room < 4) device.rooms = {campus.rooms[room].id};
            if (room < 4) device.site = campus.sites[room / 2].id;
            at.fleet.put(device, at.now);
        } else if (dice == 2) {
            Device& device = devices[pick()];
            device.enabled = !device.enabled;
            at.fleet.put(device, at.now);
        } else if (dice == 3 && devices.size() > 100) {
            const std::size_t victim = pick();
            at.fleet.remove(devices[victim].id, at.now);
            devices.erase(devices.begin() + static_cast<std::ptrdiff_t>(victim));
        } else if (dice == 4) {
            at.advance_listening(seconds{random.next_u64() % 900});
        } else if (!devices.empty()) {
            at.hear(*at.fleet.slot_of(devices[pick()].id));
        }
        const Recount counted = recount(at.fleet, at.now);
        ASSERT_EQ(at.fleet.counters().all(), counted.all) << "step " << step;
        expect_same(at.fleet.counters().sites(), counted.sites);
        expect_same(at.fleet.counters().buildings(), counted.buildings);
        expect_same(at.fleet.counters().rooms(), counted.rooms);
        if (::testing::Test::HasFailure()) FAIL() << "step " << step;
    }
    EXPECT_GT(at.fleet.counters().all().total(), 50U) << "the run did something";
}

}  // namespace
}  // namespace soc
