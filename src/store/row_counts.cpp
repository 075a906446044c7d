#include "store/row_counts.h"

namespace soc {
namespace {

// UNION ALL keeps no order: it is asked for.
constexpr std::string_view count_rows_sql = R"sql(
    SELECT name, total FROM (
        SELECT 'site' AS name, COUNT(*) AS total FROM site
        UNION ALL SELECT 'building', COUNT(*) FROM building
        UNION ALL SELECT 'floor', COUNT(*) FROM floor
        UNION ALL SELECT 'room', COUNT(*) FROM room
        UNION ALL SELECT 'device_type', COUNT(*) FROM device_type
        UNION ALL SELECT 'device', COUNT(*) FROM device
        UNION ALL SELECT 'device_identifier', COUNT(*) FROM device_identifier
        UNION ALL SELECT 'device_room', COUNT(*) FROM device_room
        UNION ALL SELECT 'last_status', COUNT(*) FROM last_status
        UNION ALL SELECT 'presence_interval', COUNT(*) FROM presence_interval
        UNION ALL SELECT 'blind_interval', COUNT(*) FROM blind_interval
        UNION ALL SELECT 'app_user', COUNT(*) FROM app_user
        UNION ALL SELECT 'session', COUNT(*) FROM session
        UNION ALL SELECT 'change', COUNT(*) FROM change
    ) AS counts ORDER BY name
)sql";

}  // namespace

Result<std::vector<RowCount>> count_rows(Transaction& tx) {
    const Result<Rows> rows = tx.query(count_rows_sql);
    if (!rows) return rows.error();
    std::vector<RowCount> counts;
    for (const Row row : *rows) {
        counts.push_back({std::string{row.text("name")}, row.int64("total")});
    }
    return counts;
}

}  // namespace soc
