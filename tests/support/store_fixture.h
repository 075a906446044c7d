#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "core/random.h"
#include "domain/device.h"
#include "domain/device_type.h"
#include "domain/place.h"
#include "store/device_store.h"
#include "store/place_store.h"
#include "store/type_store.h"
#include "support/test_database.h"

namespace soc::testing {

/// One test on both databases: a new one each time, with the schema and nothing else.
class StoreTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    template <class IdType>
    [[nodiscard]] IdType fresh() {
        return IdType{Uuid::v7(now, random)};
    }

    template <class Action>
    auto write(Action&& action) {
        return database->transact(Durability::full, std::forward<Action>(action));
    }
    template <class Action>
    auto read(Action&& action) {
        return database->read(std::forward<Action>(action));
    }

    [[nodiscard]] Site a_site(const std::string& code) {
        return {fresh<SiteId>(), "Site " + code, code, code, "Europe/Paris", {}, {}};
    }
    [[nodiscard]] Building a_building(const SiteId& of, const std::string& topic) {
        return {fresh<BuildingId>(), of, "Building " + topic, topic, {}};
    }
    [[nodiscard]] Room a_room(const BuildingId& in, const std::string& topic) {
        return {fresh<RoomId>(), in, {}, "Room " + topic, topic};
    }
    [[nodiscard]] DeviceType a_type(const std::string& name) {
        return {fresh<TypeId>(), name, "neOCampus", Connectivity::mqtt, {}, {}};
    }
    [[nodiscard]] Device a_device(const std::string& name) {
        Device device;
        device.id = fresh<DeviceId>();
        device.name = name;
        device.type = type.id;
        device.site = site.id;
        return device;
    }

    /// Registers `type`, `site`, `building` and `room`, which devices refer to.
    void register_places() {
        const Status done = write([&](Transaction& tx) -> Status {
            if (const Status s = place_store::insert(tx, site, "site"); !s) return s;
            if (const Status s = place_store::insert(tx, building, "building"); !s) return s;
            if (const Status s = place_store::insert(tx, room, "room"); !s) return s;
            return type_store::insert(tx, type);
        });
        ASSERT_TRUE(done) << done.error().reason << done.error().detail;
    }
    Device register_device(const std::string& name) {
        Device device = a_device(name);
        const Status done =
            write([&](Transaction& tx) { return device_store::insert(tx, device, name); });
        EXPECT_TRUE(done) << done.error().reason << done.error().detail;
        return device;
    }

    WallTime now = *parse_rfc3339("2026-01-05T08:00:00Z");
    SeededRandom random{42};
    DatabasePlace place{GetParam()};
    std::unique_ptr<Database> database = place.open();
    Site site = a_site("u4");
    Building building = a_building(site.id, "b1");
    Room room = a_room(building.id, "300");
    DeviceType type = a_type("neOSensor");
};

inline const auto both_databases =
    ::testing::Values(DatabaseKind::sqlite, DatabaseKind::postgresql);

inline std::string name_of_kind(const ::testing::TestParamInfo<DatabaseKind>& info) {
    return to_word(info.param);
}

/// `code/field/reason`, so that one comparison shows all that matters of a failure.
inline std::string summary(const Error& error) {
    return std::string{soc::to_word(error.code)} + "/" + error.field + "/" + error.reason;
}
template <class T>
std::string summary(const Result<T>& result) {
    return result ? "success" : summary(result.error());
}

}  // namespace soc::testing
