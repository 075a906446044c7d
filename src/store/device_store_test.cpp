#include "store/device_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/limits.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class DeviceStoreTest : public StoreTest {
protected:
    void SetUp() override { register_places(); }

    std::string insert(const Device& device) {
        return summary(
            write([&](Transaction& tx) { return device_store::insert(tx, device, "k"); }));
    }
    std::string update(const Device& device) {
        return summary(
            write([&](Transaction& tx) { return device_store::update(tx, device, "k"); }));
    }
    std::optional<Device> find(const DeviceId& id) {
        const auto found = read([&](Transaction& tx) { return device_store::find(tx, id); });
        EXPECT_TRUE(found) << summary(found);
        return found ? *found : std::nullopt;
    }
    std::optional<DeviceId> find_by(IdentifierKind kind, const std::string& value) {
        const auto found = read([&](Transaction& tx) {
            return device_store::find_by_identifier(tx, {kind, value});
        });
        EXPECT_TRUE(found) << summary(found);
        return found ? *found : std::nullopt;
    }
    std::vector<Device> all() {
        std::vector<Device> devices;
        const Status done = read([&](Transaction& tx) {
            return device_store::for_each(
                tx, [&](Device&& device) { devices.push_back(std::move(device)); });
        });
        EXPECT_TRUE(done) << summary(done);
        return devices;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, DeviceStoreTest, both_databases, name_of_kind);

const Identifier mac{IdentifierKind::mac, "30:ae:a4:0c:11:9f"};
const Identifier serial{IdentifierKind::free, "SN-0042"};

TEST_P(DeviceStoreTest, KeepsADeviceWithAllThatBelongsToIt) {
    const Room other_room = a_room(building.id, "301");
    ASSERT_TRUE(
        write([&](Transaction& tx) { return place_store::insert(tx, other_room, "r"); }));
    Device lamp = a_device("Lampe é");
    lamp.description = "on the ceiling";
    // Not in the order of ids or values: the position is kept.
    lamp.rooms = {other_room.id, room.id};
    lamp.identifiers = {serial, mac};
    lamp.life_cycle = LifeCycle::planned;
    lamp.enabled = false;
    lamp.interval = seconds{900};
    ASSERT_EQ(insert(lamp), "success");
    EXPECT_EQ(find(lamp.id), lamp);
    EXPECT_EQ(find(fresh<DeviceId>()), std::nullopt);

    lamp.name = "Lampe";
    lamp.rooms = {room.id};
    lamp.identifiers = {mac, {IdentifierKind::dev_eui, "70b3d57ed0001a2b"}};
    lamp.life_cycle = LifeCycle::retired;
    lamp.enabled = true;
    lamp.interval = std::nullopt;
    ASSERT_EQ(update(lamp), "success");
    EXPECT_EQ(find(lamp.id), lamp);
    lamp.rooms.clear();
    lamp.identifiers.clear();
    ASSERT_EQ(update(lamp), "success");
    EXPECT_EQ(find(lamp.id), lamp);
}

TEST_P(DeviceStoreTest, FindsADeviceByItsIdentifierOfThatKind) {
    Device lamp = a_device("lamp");
    lamp.identifiers = {mac, serial};
    ASSERT_EQ(insert(lamp), "success");
    EXPECT_EQ(find_by(IdentifierKind::mac, mac.value), lamp.id);
    EXPECT_EQ(find_by(IdentifierKind::free, serial.value), lamp.id);
    EXPECT_EQ(find_by(IdentifierKind::dev_eui, mac.value), std::nullopt);
    EXPECT_EQ(find_by(IdentifierKind::free, "sn-0042"), std::nullopt);
}

TEST_P(DeviceStoreTest, SaysWhichIdentifierIsTakenAndKeepsNothing) {
    Device lamp = a_device("lamp");
    lamp.identifiers = {mac};
    ASSERT_EQ(insert(lamp), "success");

    Device intruder = a_device("intruder");
    intruder.rooms = {room.id};
    intruder.identifiers = {serial, mac};
    EXPECT_EQ(insert(intruder), "conflict/mac/already_registered");
    EXPECT_EQ(find(intruder.id), std::nullopt);
    EXPECT_EQ(find_by(IdentifierKind::free, serial.value), std::nullopt);

    intruder.identifiers = {serial};
    ASSERT_EQ(insert(intruder), "success");
    Device thief = intruder;
    thief.identifiers = {mac};
    EXPECT_EQ(update(thief), "conflict/mac/already_registered");
    EXPECT_EQ(find(intruder.id), intruder);
    Device same_id = a_device("new");
    same_id.id = lamp.id;
    EXPECT_EQ(insert(same_id), "conflict/id/already_registered");
    Device twice = a_device("twice");
    twice.identifiers = {{IdentifierKind::free, "x"}, {IdentifierKind::free, "x"}};
    EXPECT_EQ(insert(twice), "conflict/free/already_registered");
}

TEST_P(DeviceStoreTest, RefusesWhatRefersToNothing) {
    const auto refused = [&](auto change) {
        Device device = a_device("lost");
        change(device);
        return insert(device);
    };
    const std::string missing = "conflict//reference_missing";
    EXPECT_EQ(refused([&](Device& d) { d.type = fresh<TypeId>(); }), missing);
    EXPECT_EQ(refused([&](Device& d) { d.site = fresh<SiteId>(); }), missing);
    EXPECT_EQ(refused([&](Device& d) { d.rooms = {fresh<RoomId>()}; }), missing);
    EXPECT_EQ(update(a_device("nowhere")), "not_found/device/not_found");
    EXPECT_TRUE(all().empty());
}

// More than two chunks, and a chunk's last device has belongings as its first has.
TEST_P(DeviceStoreTest, ReadsEveryDeviceOnceInTheOrderOfIds) {
    constexpr std::size_t count = 2 * limits::store_chunk_rows + 1;
    std::vector<Device> devices;
    for (std::size_t i = 0; i < count; ++i) {
        devices.push_back(a_device(std::to_string(i)));
        if (i % 2 == 0) devices.back().rooms = {room.id};
        if (i % 3 == 0) devices.back().identifiers = {{IdentifierKind::free, std::to_string(i)}};
    }
    const Status inserted = write([&](Transaction& tx) -> Status {
        for (const Device& device : devices) {
            if (const Status one = device_store::insert(tx, device, "k"); !one) return one;
        }
        return {};
    });
    ASSERT_TRUE(inserted) << summary(inserted);
    std::ranges::sort(devices, {}, &Device::id);
    EXPECT_TRUE(all() == devices);
}

TEST_P(DeviceStoreTest, SaysSoWhenSomebodyElseWroteWhatItCannotRead) {
    const Device lamp = a_device("lamp");
    ASSERT_EQ(insert(lamp), "success");
    ASSERT_TRUE(write([&](Transaction& tx) {
        return tx.execute("UPDATE device SET id = 'not a uuid' WHERE id = $1", lamp.id);
    }));
    const Status done = read([](Transaction& tx) {
        return device_store::for_each(tx, [](Device&&) {});
    });
    EXPECT_EQ(summary(done), "internal//database_damaged");
    EXPECT_NE(done.error().detail.find("not a uuid"), std::string::npos);
}

TEST_P(DeviceStoreTest, KeepsTheBrokerOfADeviceThatHasItsOwn) {
    Device lamp = register_device("lamp");
    now += 1ms;  // so that its id is greater
    const Device other = register_device("other");
    const OwnBroker own{"mqtt.example.org", 65'535};
    const auto set = [&](const DeviceId& id, const std::optional<OwnBroker>& broker) {
        return summary(write(
            [&](Transaction& tx) { return device_store::set_own_broker(tx, id, broker); }));
    };
    const auto listed = [&] {
        return *read([&](Transaction& tx) {
            return device_store::list_own_brokers_between(tx, lamp.id, other.id);
        });
    };
    EXPECT_EQ(set(lamp.id, own), "success");
    lamp.name = "renamed";
    EXPECT_EQ(update(lamp), "success");
    EXPECT_EQ(listed(), (std::vector<DeviceBroker>{{lamp.id, own}}));
    EXPECT_EQ(set(lamp.id, std::nullopt), "success");
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(set(fresh<DeviceId>(), own), "not_found/device/not_found");
}

}  // namespace
}  // namespace soc::testing
