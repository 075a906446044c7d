#include "store/row_counts.h"

namespace soc {
namespace {

constexpr CountedTable tables[] = {
    {"site", "SELECT COUNT(*) AS total FROM site"},
    {"building", "SELECT COUNT(*) AS total FROM building"},
    {"floor", "SELECT COUNT(*) AS total FROM floor"},
    {"room", "SELECT COUNT(*) AS total FROM room"},
    {"device_type", "SELECT COUNT(*) AS total FROM device_type"},
    {"device", "SELECT COUNT(*) AS total FROM device"},
    {"device_identifier", "SELECT COUNT(*) AS total FROM device_identifier"},
    {"device_room", "SELECT COUNT(*) AS total FROM device_room"},
    {"device_grant", "SELECT COUNT(*) AS total FROM device_grant"},
    {"credential", "SELECT COUNT(*) AS total FROM credential"},
    {"service_account", "SELECT COUNT(*) AS total FROM service_account"},
    {"service_grant", "SELECT COUNT(*) AS total FROM service_grant"},
    {"last_status", "SELECT COUNT(*) AS total FROM last_status"},
    {"presence_interval", "SELECT COUNT(*) AS total FROM presence_interval"},
    {"blind_interval", "SELECT COUNT(*) AS total FROM blind_interval"},
    {"app_user", "SELECT COUNT(*) AS total FROM app_user"},
    {"session", "SELECT COUNT(*) AS total FROM session"},
    {"change", "SELECT COUNT(*) AS total FROM change"},
};

}  // namespace

std::span<const CountedTable> counted_tables() {
    return tables;
}

Result<std::int64_t> count_rows(Transaction& tx, const CountedTable& table) {
    const Result<Rows> rows = tx.query(table.count_sql);
    if (!rows) return rows.error();
    return rows->front().int64("total");
}

}  // namespace soc
