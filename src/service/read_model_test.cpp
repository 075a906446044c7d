// Lists against a naive reference on random fleets: it filters with plain loops over rows, sorts
// with a comparison of whole keys and cuts the page, and knows nothing of orders kept, slots or
// caches. What differs is a fault of one of the two.
#include "service/read_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <tuple>

#include "domain/folded_key.h"
#include "support/fleet_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::array all_columns{
    SortColumn::name,     SortColumn::identifier, SortColumn::state,
    SortColumn::last_seen, SortColumn::site,      SortColumn::building,
    SortColumn::room,     SortColumn::type,       SortColumn::firmware};
static_assert(all_columns.size() == sort_column_count);

/// What the reference knows of a device: registry and present, side by side.
struct Known {
    Device device;
    LiveColumns live;
    std::string firmware;
};

/// A read model and the reference, fed with the same.
class Bench {
public:
    explicit Bench(std::uint64_t seed) : random_{seed} {
        campus.sites[0].name = "Université Toulouse III";
        campus.sites[1].name = "Tarbes";
        campus.buildings[0].name = "Bâtiment U4";
        campus.buildings[1].name = "Œuvre";
        for (std::size_t i = 0; i < campus.rooms.size(); ++i) {
            campus.rooms[i].name = "Salle " + std::to_string(9 + i);
        }
        campus.board.name = "neOSensor été";
    }

    std::uint64_t dice(std::uint64_t sides) { return random_.next_u64() % sides; }

    void add() {
        const auto number = static_cast<unsigned>(known.size() + dice(1'000) * 100 + 1);
        Device device = campus.a_board(dice(4), number);
        constexpr std::array names{"Capteur", "capteur", "Éclairage", "eclairage", "Zoé", "A", "a"};
        device.name = std::string{names[dice(names.size())]} + ' ' + std::to_string(dice(12));
        device.type = dice(3) == 0 ? campus.sensor.id : campus.board.id;
        if (dice(4) == 0) device.rooms.clear();
        if (dice(5) == 0) device.identifiers.clear();
        if (dice(4) == 0) {
            device.identifiers.push_back(
                {IdentifierKind::dev_eui, "70b3d57ed00" + std::to_string(10'000 + known.size())});
        }
        const auto slot = static_cast<DeviceSlot>(known.size());
        known[slot] = {device, {}, {}};
        model.put(slot, device);
        live(slot);
    }
    void live(DeviceSlot slot) {
        Known& at = known.at(slot);
        at.live.presence = all_presences[dice(presence_count)];
        at.live.last_heard.reset();
        if (dice(4) != 0) at.live.last_heard = monday().wall + seconds{dice(5)};
        std::optional<std::string> firmware;
        if (dice(2) == 0) firmware = std::to_string(2'400 + dice(4));
        if (firmware) at.firmware = *firmware;
        const ReadModel::LiveUpdate update{slot, at.live, firmware};
        model.update(std::span{&update, 1});
    }
    void remove(DeviceSlot slot) {
        removed.insert(slot);
        model.remove(slot);
    }

    [[nodiscard]] const Known& of(DeviceSlot slot) const { return known.at(slot); }
    [[nodiscard]] bool is_there(DeviceSlot slot) const { return !removed.contains(slot); }

    SmallCampus campus;
    ReadModel model{PlaceDirectory::make({})};
    std::map<DeviceSlot, Known> known;
    std::set<DeviceSlot> removed;

private:
    SeededRandom random_;
};

template <class Things, class IdType>
const auto* find_by(const Things& things, const IdType& id) {
    const auto found = std::find_if(things.begin(), things.end(),
                                    [&](const auto& thing) { return thing.id == id; });
    return found == things.end() ? nullptr : &*found;
}

/// The names of a device's places and type, by plain search.
struct Names {
    std::string site;
    std::string building;
    std::string room;
    std::string type;
    std::optional<BuildingId> building_id;

    Names(const SmallCampus& campus, const Device& device) {
        site = find_by(campus.sites, device.site)->name;
        type = device.type == campus.board.id ? campus.board.name : campus.sensor.name;
        if (device.rooms.empty()) return;
        const Room* home = find_by(campus.rooms, device.rooms.front());
        room = home->name;
        building_id = home->building;
        building = find_by(campus.buildings, home->building)->name;
    }
};

/// Rises as the column does; a missing place comes last, a missing message first.
std::tuple<std::uint64_t, std::string> key_of(const Bench& bench, const Known& known,
                                              SortColumn column) {
    const Names names{bench.campus, known.device};
    const auto place = [](const std::string& name) {
        return std::tuple{std::uint64_t{name.empty() ? 1U : 0U}, folded_key(name)};
    };
    switch (column) {
        case SortColumn::name: return {0, ""};
        case SortColumn::identifier:
            if (known.device.identifiers.empty()) return {1, ""};
            return {0, known.device.identifiers.front().value};
        case SortColumn::state: return {static_cast<std::uint64_t>(known.live.presence), ""};
        case SortColumn::last_seen:
            return {known.live.last_heard ? to_micros(*known.live.last_heard) : 0, ""};
        case SortColumn::site: return place(names.site);
        case SortColumn::building: return place(names.building);
        case SortColumn::room: return place(names.room);
        case SortColumn::type: return place(names.type);
        case SortColumn::firmware: return {0, known.firmware};
    }
    return {};
}

template <class IdType>
bool is_one_of(const std::vector<IdType>& wanted, const std::optional<IdType>& id) {
    return wanted.empty() || (id && std::find(wanted.begin(), wanted.end(), *id) != wanted.end());
}

bool takes(const Bench& bench, const Known& known, const DeviceQuery& query) {
    const Device& device = known.device;
    const Names names{bench.campus, device};
    std::optional<RoomId> room;
    if (!device.rooms.empty()) room = device.rooms.front();
    if (!is_one_of(query.sites, std::optional{device.site})) return false;
    if (!is_one_of(query.buildings, names.building_id)) return false;
    if (!is_one_of(query.rooms, room)) return false;
    if (!is_one_of(query.types, std::optional{device.type})) return false;
    if (!is_one_of(query.states, std::optional{known.live.presence})) return false;
    // One text of everything; `query.text` has one word without separators.
    std::string all = device.name + '\n' + names.site + '\n' + names.building + '\n' +
                      names.room + '\n' + names.type;
    for (const Identifier& identifier : device.identifiers) {
        all += '\n';
        for (const char c : identifier.value) {
            if (c != ':') all += c;
        }
    }
    return fold_for_search(all).find(fold_for_search(query.text)) != std::string::npos;
}

/// What the list must hold, in its order.
std::vector<DeviceId> reference(const Bench& bench, const DeviceQuery& query) {
    std::vector<const Known*> chosen;
    for (const auto& [slot, known] : bench.known) {
        if (bench.is_there(slot) && takes(bench, known, query)) chosen.push_back(&known);
    }
    const auto whole_key = [&](const Known* known) {
        return std::tuple{key_of(bench, *known, query.sort), folded_key(known->device.name),
                          known->device.id};
    };
    std::sort(chosen.begin(), chosen.end(), [&](const Known* a, const Known* b) {
        return query.descending ? whole_key(b) < whole_key(a) : whole_key(a) < whole_key(b);
    });
    std::vector<DeviceId> ids;
    ids.reserve(chosen.size());
    for (const Known* known : chosen) ids.push_back(known->device.id);
    return ids;
}

void expect_page(const Bench& bench, const DeviceQuery& query, SteadyTime now) {
    SCOPED_TRACE(std::string{to_word(query.sort)} + (query.descending ? " down" : " up") +
                 ", text " + query.text);
    const std::vector<DeviceId> wanted = reference(bench, query);
    const DevicePage page = bench.model.page(query, now);
    EXPECT_EQ(page.total, wanted.size());
    EXPECT_EQ(page.offset, query.offset);
    const std::size_t first = std::min(query.offset, wanted.size());
    const std::size_t count = std::min(query.limit, wanted.size() - first);
    ASSERT_EQ(page.items.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
        ASSERT_EQ(page.items[i].id, wanted[first + i]) << "at position " << first + i;
    }
}

DeviceQuery a_query(Bench& bench, SortColumn column, bool descending) {
    DeviceQuery query;
    query.sort = column;
    query.descending = descending;
    query.offset = bench.dice(3) == 0 ? bench.dice(80) : 0;
    query.limit = 1 + bench.dice(60);
    if (bench.dice(4) == 0) query.sites = {bench.campus.sites[bench.dice(2)].id};
    if (bench.dice(4) == 0) query.buildings = {bench.campus.buildings[bench.dice(2)].id};
    if (bench.dice(4) == 0) {
        query.rooms = {bench.campus.rooms[bench.dice(4)].id, bench.campus.rooms[bench.dice(4)].id};
    }
    if (bench.dice(4) == 0) query.types = {bench.campus.sensor.id};
    if (bench.dice(4) == 0) {
        query.states = {all_presences[bench.dice(6)], all_presences[bench.dice(6)]};
    }
    constexpr std::array texts{"ECLAIR", "éclair", "bâtiment", "batiment", "oeuvre", "toulouse",
                               "Ete",    "30aea4", "70b3d57e", "salle",    "zoe",    "nothing"};
    if (bench.dice(3) == 0) query.text = texts[bench.dice(texts.size())];
    return query;
}

TEST(ReadModel, ListsAreThoseOfANaiveReference) {
    constexpr std::uint64_t seed = 20'261'122;
    SCOPED_TRACE("seed " + std::to_string(seed));
    Bench bench{seed};
    bench.model.set_places(bench.campus.directory());
    SteadyTime now = monday().steady;
    for (int round = 0; round < 12; ++round) {
        for (int i = 0; i < 12; ++i) bench.add();
        for (auto& [slot, known] : bench.known) {
            if (!bench.is_there(slot)) continue;
            if (bench.dice(3) == 0) bench.live(slot);
            if (bench.dice(12) == 0) bench.remove(slot);
        }
        if (round == 6) {  // other names: other orders, other matches
            bench.campus.buildings[0].name = "Zénith";
            bench.campus.rooms[2].name = "Salle 100";
            bench.campus.sensor.name = "Compteur d'été";
            bench.model.set_places(bench.campus.directory());
        }
        // Long enough that no order of a moving column is kept from the round before.
        now += 6s;
        for (const SortColumn column : all_columns) {
            for (int i = 0; i < 6; ++i) {
                expect_page(bench, a_query(bench, column, i % 2 == 0), now);
                if (HasFatalFailure()) return;
            }
        }
    }
}

/// Three devices with everything that a search may look at.
struct Searchable {
    SmallCampus campus;
    std::vector<Device> devices;
    ReadModel model{campus.directory()};

    Searchable() {
        campus.sites[0].name = "Université";
        campus.buildings[0].name = "Bâtiment U4";
        model.set_places(campus.directory());
        for (unsigned i = 0; i < 3; ++i) devices.push_back(campus.a_board(i + 1, 0x0c119fU + i));
        devices[0].name = "Température du hall";
        devices[1].identifiers.push_back({IdentifierKind::dev_eui, "70b3d57ed0001a2b"});
        devices[2].identifiers.push_back({IdentifierKind::free, "SN-2024/7"});
        devices[2].type = campus.sensor.id;
        for (DeviceSlot slot = 0; slot < 3; ++slot) model.put(slot, devices[slot]);
    }
    /// Which of the devices are found, such as `02`.
    [[nodiscard]] std::string find(const std::string& text) const {
        DeviceQuery query;
        query.text = text;
        std::string found;
        for (const DeviceRow& row : model.page(query, monday().steady).items) {
            for (std::size_t i = 0; i < devices.size(); ++i) {
                if (row.id == devices[i].id) found += static_cast<char>('0' + i);
            }
        }
        std::sort(found.begin(), found.end());
        return found;
    }
};

TEST(ReadModel, SearchKnowsEveryNotation) {
    const Searchable fleet;
    for (const char* mac : {"30:ae:a4:0c:11:9f", "30:AE:A4:0C:11:9F", "30-ae-a4-0c-11-9f",
                            "30aea40c119f", "0c:11:9f", "119F", " 30:ae:a4:0c:11:9f ",
                            "30ae.a40c.119f", "30AE.A40C.119F", "a40c.119f", "c.119f", "119f."}) {
        EXPECT_EQ(fleet.find(mac), "0") << mac;
    }
    EXPECT_EQ(fleet.find("70B3D57ED0001A2B"), "1");
    EXPECT_EQ(fleet.find("70-b3-d5-7e-d0-00-1a-2b"), "1");
    EXPECT_EQ(fleet.find(fleet.devices[2].id.to_string()), "2");
    EXPECT_EQ(fleet.find("70b3.d57e.d000.1a2b"), "1");
    EXPECT_EQ(fleet.find("30ae.a4"), fleet.find("30:ae:a4"));
    EXPECT_EQ(fleet.find("30:ae:a4:0c:11:ff"), "");
    for (const char* text : {"30ae.a40c.11ff", "30ae.a4.0c11", "a4.0c", "3.0a", "30aea.40c1", ".",
                             "30ae..a40c", "30ae:a40c.119f"}) {
        EXPECT_EQ(fleet.find(text), "") << text << ": no piece of a dotted address";
    }
    EXPECT_EQ(fleet.find(fleet.campus.board.id.to_string()), "") << "a type's id is no device's";
}

TEST(ReadModel, SearchFoldsCaseAndAccentsAndWantsEveryWord) {
    const Searchable fleet;
    EXPECT_EQ(fleet.find("temperature"), "0");
    EXPECT_EQ(fleet.find("TEMPÉRATURE hall"), "0");
    EXPECT_EQ(fleet.find("hall   température\t"), "0") << "words in any order";
    EXPECT_EQ(fleet.find("hall 70b3"), "") << "each word must occur";
    EXPECT_EQ(fleet.find("universite"), "0") << "devices 1 and 2 are of the other site";
    EXPECT_EQ(fleet.find("batiment u4"), "0");
    EXPECT_EQ(fleet.find("AM319"), "2");
    EXPECT_EQ(fleet.find("sn-2024/7"), "2");
    EXPECT_EQ(fleet.find(""), "012");
    EXPECT_EQ(fleet.find(" \t"), "012");
}

TEST(ReadModel, PagesEndWhereTheListEnds) {
    const Searchable fleet;
    DeviceQuery query;
    query.offset = 2;
    EXPECT_EQ(fleet.model.page(query, monday().steady).items.size(), 1U);
    query.offset = 3;
    const DevicePage beyond = fleet.model.page(query, monday().steady);
    EXPECT_TRUE(beyond.items.empty());
    EXPECT_EQ(beyond.total, 3U);
    query.offset = SIZE_MAX;
    EXPECT_TRUE(fleet.model.page(query, monday().steady).items.empty());
    query.states = {Presence::never_seen};
    EXPECT_TRUE(fleet.model.page(query, monday().steady).items.empty());
    EXPECT_EQ(fleet.model.page(query, monday().steady).total, 3U);
}

TEST(ReadModel, ARowFollowsPlacesAndGoesWhenItsDeviceDoes) {
    Searchable fleet;
    EXPECT_EQ(fleet.model.device(fleet.devices[0].id)->first.building, "Bâtiment U4");
    fleet.campus.buildings[0].name = "Bâtiment neuf";
    fleet.model.set_places(fleet.campus.directory());
    EXPECT_EQ(fleet.model.device(fleet.devices[0].id)->first.building, "Bâtiment neuf");
    EXPECT_EQ(fleet.find("u4"), "") << "its old name finds nothing any more";
    EXPECT_EQ(fleet.find("neuf"), "0");

    fleet.model.remove(0);
    EXPECT_FALSE(fleet.model.device(fleet.devices[0].id));
    EXPECT_FALSE(fleet.model.find(fleet.devices[0].id));
    EXPECT_EQ(fleet.find("neuf"), "");
    EXPECT_EQ(fleet.find(fleet.devices[0].id.to_string()), "");
    EXPECT_EQ(fleet.find(""), "12");
    const std::array<DeviceSlot, 3> slots{0, 2, 99};
    EXPECT_EQ(fleet.model.rows(slots).size(), 1U);
}

TEST(ReadModel, SummaryHasEveryPlaceOnce) {
    Searchable fleet;
    PlaceCounters counters;
    counters.add({0, 0, 1}, Presence::online);
    counters.add({1, 1, 2}, Presence::late);
    counters.add({1, no_place, no_place}, Presence::missing);
    fleet.model.set_counters(counters);
    fleet.model.set_revision(17);
    fleet.model.set_discovered(4);
    const FleetSummary summary = fleet.model.summary();
    EXPECT_EQ(summary.revision, 17);
    EXPECT_EQ(summary.discovered, 4U);
    EXPECT_EQ(summary.counts.total(), 3U);
    ASSERT_EQ(summary.sites.size(), 2U);
    EXPECT_EQ(summary.sites[0].id, fleet.campus.sites[0].id);
    EXPECT_EQ(summary.sites[0].counts.of(Presence::online), 1U);
    EXPECT_EQ(summary.sites[1].counts.total(), 2U);
    ASSERT_EQ(summary.buildings.size(), 2U);
    EXPECT_EQ(summary.buildings[1].counts.total(), 1U) << "one device of the site has no room";
    EXPECT_EQ(summary.buildings[1].counts.of(Presence::late), 1U);
}

// Pages on end from several threads, all of them filtered and in an order that messages move, while
// the one writer updates and removes. Each time it gets in after some pages: the bound is far above
// what a busy machine needs, and far below what a lock lets pass that readers may overtake.
TEST(ReadModel, TheWriterGetsInWhilePagesAreReadOnEnd) {
    constexpr DeviceSlot devices = 2'000;
    constexpr std::uint64_t updates = 100;
    constexpr std::uint64_t pages_per_update_max = 5'000;
    SmallCampus campus;
    ReadModel model{campus.directory()};
    for (DeviceSlot slot = 0; slot < devices; ++slot) model.put(slot, campus.a_board(1, slot));

    std::atomic<std::uint64_t> pages{0};
    std::atomic<std::uint64_t> torn{0};
    std::atomic<bool> stop{false};
    const auto keep_paging = [&] {
        DeviceQuery query;
        query.sort = SortColumn::last_seen;
        query.states = {Presence::online};
        for (SteadyTime now = monday().steady; !stop; now += 10s) {
            const DevicePage page = model.page(query, now);
            torn += page.total > devices || page.items.size() > page.total ? 1 : 0;
            for (const DeviceRow& row : page.items) torn += row.site.empty() ? 1 : 0;
            if (++pages == updates * pages_per_update_max) stop = true;
        }
    };
    std::vector<std::thread> readers;
    readers.reserve(4);
    for (int i = 0; i < 4; ++i) readers.emplace_back(keep_paging);
    std::uint64_t done = 0;
    for (DeviceSlot slot = 0; done < updates && !stop; ++done) {
        for (const std::uint64_t before = pages; pages == before && !stop;) {
            std::this_thread::yield();
        }
        ReadModel::LiveUpdate update;
        update.slot = ++slot;
        update.live.presence = Presence::online;
        model.update(std::span{&update, 1});
        if (slot % 4 == 0) model.remove(slot);
    }
    stop = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(done, updates) << "after " << pages << " pages";
    EXPECT_EQ(torn, 0U);
    EXPECT_EQ(model.page({}, monday().steady).total, devices - updates / 4);
}

}  // namespace
}  // namespace soc::testing
