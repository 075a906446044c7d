#include "store/device_store.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/limits.h"

namespace soc::device_store {
namespace {

constexpr std::string_view insert_device_sql = R"sql(
    INSERT INTO device (id, name, sort_key, description, type_id, site_id, life_cycle, enabled,
                        interval_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (id) DO NOTHING
    RETURNING id
)sql";

constexpr std::string_view insert_room_sql = R"sql(
    INSERT INTO device_room (device_id, room_id, position) VALUES ($1, $2, $3)
)sql";

// `DO NOTHING` turns a taken identifier into an empty answer: an ordinary outcome here.
constexpr std::string_view insert_identifier_sql = R"sql(
    INSERT INTO device_identifier (kind, value, device_id, position) VALUES ($1, $2, $3, $4)
    ON CONFLICT (value, kind) DO NOTHING
    RETURNING device_id
)sql";

Status insert_belongings(Transaction& tx, const Device& device) {
    std::vector<Arguments> rooms;
    for (const RoomId& room : device.rooms) rooms.push_back({device.id, room, rooms.size()});
    if (const Status done = tx.execute_many(insert_room_sql, rooms); !done) return done;

    for (std::size_t i = 0; i < device.identifiers.size(); ++i) {
        const Identifier& identifier = device.identifiers[i];
        const std::string_view kind = to_word(identifier.kind);
        const Result<Rows> inserted =
            tx.query(insert_identifier_sql, kind, identifier.value, device.id, i);
        if (!inserted) return inserted.error();
        if (inserted->empty()) return Error::conflict(std::string{kind}, "already_registered");
    }
    return {};
}

}  // namespace

Status insert(Transaction& tx, const Device& device, std::string_view sort_key) {
    const Result<Rows> inserted = tx.query(
        insert_device_sql, device.id, device.name, sort_key, device.description, device.type,
        device.site, to_word(device.life_cycle), device.enabled, device.interval);
    if (!inserted) return inserted.error();
    if (inserted->empty()) return Error::conflict("id", "already_registered");
    return insert_belongings(tx, device);
}

namespace {

constexpr std::string_view update_device_sql = R"sql(
    UPDATE device SET name = $2, sort_key = $3, description = $4, type_id = $5, site_id = $6,
                      life_cycle = $7, enabled = $8, interval_s = $9
    WHERE id = $1
    RETURNING id
)sql";

constexpr std::string_view remove_rooms_sql = R"sql(
    DELETE FROM device_room WHERE device_id = $1
)sql";

constexpr std::string_view remove_identifiers_sql = R"sql(
    DELETE FROM device_identifier WHERE device_id = $1
)sql";

}  // namespace

Status update(Transaction& tx, const Device& device, std::string_view sort_key) {
    const Result<Rows> updated = tx.query(
        update_device_sql, device.id, device.name, sort_key, device.description, device.type,
        device.site, to_word(device.life_cycle), device.enabled, device.interval);
    if (!updated) return updated.error();
    if (updated->empty()) return Error::not_found("device");
    if (const Status done = tx.execute(remove_rooms_sql, device.id); !done) return done;
    if (const Status done = tx.execute(remove_identifiers_sql, device.id); !done) return done;
    return insert_belongings(tx, device);
}

namespace {

constexpr std::string_view find_by_identifier_sql = R"sql(
    SELECT device_id FROM device_identifier WHERE value = $1 AND kind = $2
)sql";

}  // namespace

Result<std::optional<DeviceId>> find_by_identifier(Transaction& tx,
                                                   const Identifier& identifier) {
    const Result<Rows> rows =
        tx.query(find_by_identifier_sql, identifier.value, to_word(identifier.kind));
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<DeviceId>{};
    const Result<DeviceId> id = read_id<DeviceId>(rows->front(), "device_id");
    if (!id) return id.error();
    return std::optional{*id};
}

namespace {

constexpr std::string_view set_own_broker_sql = R"sql(
    UPDATE device SET broker_server = $2, broker_port = $3 WHERE id = $1 RETURNING id
)sql";

}  // namespace

Status set_own_broker(Transaction& tx, const DeviceId& id,
                      const std::optional<OwnBroker>& broker) {
    const Result<Rows> updated =
        broker ? tx.query(set_own_broker_sql, id, broker->server, broker->port)
               : tx.query(set_own_broker_sql, id, std::nullopt, std::nullopt);
    if (!updated) return updated.error();
    return updated->empty() ? Status{Error::not_found("device")} : Status{};
}

// ---- reading -------------------------------------------------------------------------------

namespace {

constexpr std::string_view devices_after_sql = R"sql(
    SELECT id, name, description, type_id, site_id, life_cycle, enabled, interval_s
    FROM device WHERE id > $1 ORDER BY id LIMIT $2
)sql";

constexpr std::string_view one_device_sql = R"sql(
    SELECT id, name, description, type_id, site_id, life_cycle, enabled, interval_s
    FROM device WHERE id = $1
)sql";

Result<Device> to_device(const Row& row) {
    const Result<DeviceId> id = read_id<DeviceId>(row, "id");
    if (!id) return id.error();
    const Result<TypeId> type = read_id<TypeId>(row, "type_id");
    if (!type) return type.error();
    const Result<SiteId> site = read_id<SiteId>(row, "site_id");
    if (!site) return site.error();
    const auto life_cycle = parse_life_cycle(row.text("life_cycle"));
    if (!life_cycle) return unreadable_value("life_cycle", row.text("life_cycle"));
    Device device;
    device.id = *id;
    device.name = row.text("name");
    device.description = row.text("description");
    device.type = *type;
    device.site = *site;
    device.life_cycle = *life_cycle;
    device.enabled = row.boolean("enabled");
    device.interval = row.optional_seconds("interval_s");
    return device;
}

constexpr std::string_view rooms_between_sql = R"sql(
    SELECT device_id, room_id FROM device_room
    WHERE device_id >= $1 AND device_id <= $2 ORDER BY device_id, position
)sql";

constexpr std::string_view identifiers_between_sql = R"sql(
    SELECT device_id, kind, value FROM device_identifier
    WHERE device_id >= $1 AND device_id <= $2 ORDER BY device_id, position
)sql";

std::optional<IdentifierKind> parse_kind(std::string_view word) {
    for (const IdentifierKind kind :
         {IdentifierKind::mac, IdentifierKind::dev_eui, IdentifierKind::free}) {
        if (to_word(kind) == word) return kind;
    }
    return std::nullopt;
}

/// Walks along `devices` with the rows of a table that is in the same order. A row whose device
/// is not among them cannot be: both come from one snapshot.
template <class Add>
Status distribute(const Rows& rows, std::vector<Device>& devices, Add add) {
    auto device = devices.begin();
    for (const Row row : rows) {
        const Result<DeviceId> owner = read_id<DeviceId>(row, "device_id");
        if (!owner) return owner.error();
        while (device != devices.end() && device->id != *owner) ++device;
        if (device == devices.end()) return unreadable_value("device_id", row.text("device_id"));
        if (const Status added = add(*device, row); !added) return added;
    }
    return {};
}

Status add_room(Device& device, const Row& row) {
    const Result<RoomId> room = read_id<RoomId>(row, "room_id");
    if (!room) return room.error();
    device.rooms.push_back(*room);
    return {};
}

Status add_identifier(Device& device, const Row& row) {
    const auto kind = parse_kind(row.text("kind"));
    if (!kind) return unreadable_value("kind", row.text("kind"));
    device.identifiers.push_back({*kind, std::string{row.text("value")}});
    return {};
}

/// Makes devices of `rows`, which are in the order of ids, and reads what belongs to them.
Result<std::vector<Device>> to_devices(Transaction& tx, const Rows& rows) {
    std::vector<Device> devices;
    devices.reserve(rows.size());
    for (const Row row : rows) {
        Result<Device> device = to_device(row);
        if (!device) return device.error();
        devices.push_back(*std::move(device));
    }
    if (devices.empty()) return devices;

    const DeviceId first = devices.front().id;
    const DeviceId last = devices.back().id;
    const Result<Rows> rooms = tx.query(rooms_between_sql, first, last);
    if (!rooms) return rooms.error();
    if (const Status done = distribute(*rooms, devices, add_room); !done) return done.error();
    const Result<Rows> identifiers = tx.query(identifiers_between_sql, first, last);
    if (!identifiers) return identifiers.error();
    if (const Status done = distribute(*identifiers, devices, add_identifier); !done) {
        return done.error();
    }
    return devices;
}

}  // namespace

Result<std::optional<Device>> find(Transaction& tx, const DeviceId& id) {
    const Result<Rows> rows = tx.query(one_device_sql, id);
    if (!rows) return rows.error();
    Result<std::vector<Device>> devices = to_devices(tx, *rows);
    if (!devices) return devices.error();
    if (devices->empty()) return std::optional<Device>{};
    return std::optional{std::move(devices->front())};
}

Status for_each(Transaction& tx, const std::function<void(Device&&)>& each) {
    std::string after;
    for (;;) {
        const Result<Rows> rows = tx.query(devices_after_sql, after, limits::store_chunk_rows);
        if (!rows) return rows.error();
        Result<std::vector<Device>> devices = to_devices(tx, *rows);
        if (!devices) return devices.error();
        if (devices->empty()) return {};
        after = devices->back().id.to_string();
        for (Device& device : *devices) each(std::move(device));
    }
}

namespace {

constexpr std::string_view own_brokers_between_sql = R"sql(
    SELECT id, broker_server, broker_port FROM device
    WHERE id >= $1 AND id <= $2 AND broker_server IS NOT NULL ORDER BY id
)sql";

}  // namespace

Result<std::vector<DeviceBroker>> list_own_brokers_between(Transaction& tx, const DeviceId& first,
                                                           const DeviceId& last) {
    const Result<Rows> rows = tx.query(own_brokers_between_sql, first, last);
    if (!rows) return rows.error();
    std::vector<DeviceBroker> brokers;
    for (const Row row : *rows) {
        const Result<DeviceId> device = read_id<DeviceId>(row, "id");
        if (!device) return device.error();
        brokers.push_back({*device,
                           {std::string{row.text("broker_server")},
                            static_cast<std::uint16_t>(row.int64("broker_port"))}});
    }
    return brokers;
}

}  // namespace soc::device_store
