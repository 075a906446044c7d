#include "store/type_store.h"

#include <string>

namespace soc::type_store {
namespace {

constexpr std::string_view insert_sql = R"sql(
    INSERT INTO device_type (id, name, manufacturer, connectivity, interval_s, interval_min_s,
                             interval_max_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT DO NOTHING
    RETURNING id
)sql";

constexpr std::string_view other_with_name_sql = R"sql(
    SELECT id FROM device_type WHERE name = $1 AND id <> $2
)sql";

/// Whether another type has the name already.
Result<bool> name_is_taken(Transaction& tx, const DeviceType& type) {
    const Result<Rows> other = tx.query(other_with_name_sql, type.name, type.id);
    if (!other) return other.error();
    return !other->empty();
}

}  // namespace

Status insert(Transaction& tx, const DeviceType& type) {
    const Result<Rows> inserted =
        tx.query(insert_sql, type.id, type.name, type.manufacturer, to_word(type.connectivity),
                 type.interval, type.announced_range.least, type.announced_range.most);
    if (!inserted) return inserted.error();
    if (!inserted->empty()) return {};
    const Result<bool> taken = name_is_taken(tx, type);
    if (!taken) return taken.error();
    return Error::conflict(*taken ? "name" : "id", "already_registered");
}

namespace {

constexpr std::string_view update_sql = R"sql(
    UPDATE device_type
    SET name = $2, manufacturer = $3, connectivity = $4, interval_s = $5, interval_min_s = $6,
        interval_max_s = $7
    WHERE id = $1
    RETURNING id
)sql";

}  // namespace

Status update(Transaction& tx, const DeviceType& type) {
    const Result<bool> taken = name_is_taken(tx, type);
    if (!taken) return taken.error();
    if (*taken) return Error::conflict("name", "already_registered");
    const Result<Rows> updated =
        tx.query(update_sql, type.id, type.name, type.manufacturer, to_word(type.connectivity),
                 type.interval, type.announced_range.least, type.announced_range.most);
    if (!updated) return updated.error();
    return updated->empty() ? Status{Error::not_found("type")} : Status{};
}

namespace {

constexpr std::string_view list_sql = R"sql(
    SELECT id, name, manufacturer, connectivity, interval_s, interval_min_s, interval_max_s
    FROM device_type ORDER BY name
)sql";

Result<DeviceType> to_type(const Row& row) {
    const Result<TypeId> id = read_id<TypeId>(row, "id");
    if (!id) return id.error();
    const auto connectivity = parse_connectivity(row.text("connectivity"));
    if (!connectivity) return unreadable_value("connectivity", row.text("connectivity"));
    return DeviceType{.id = *id,
                      .name = std::string{row.text("name")},
                      .manufacturer = std::string{row.text("manufacturer")},
                      .connectivity = *connectivity,
                      .interval = row.optional_seconds("interval_s"),
                      .announced_range = {.least = seconds{row.int64("interval_min_s")},
                                          .most = seconds{row.int64("interval_max_s")}}};
}

}  // namespace

Result<std::vector<DeviceType>> list(Transaction& tx) {
    const Result<Rows> rows = tx.query(list_sql);
    if (!rows) return rows.error();
    std::vector<DeviceType> types;
    types.reserve(rows->size());
    for (const Row row : *rows) {
        Result<DeviceType> type = to_type(row);
        if (!type) return type.error();
        types.push_back(*std::move(type));
    }
    return types;
}

}  // namespace soc::type_store
