#include "store/setting_store.h"

namespace soc::setting_store {
namespace {

constexpr std::string_view find_sql = R"sql(
    SELECT value FROM setting WHERE name = $1
)sql";

}  // namespace

Result<std::optional<std::string>> find(Transaction& tx, std::string_view name) {
    const Result<Rows> rows = tx.query(find_sql, name);
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<std::string>{};
    return rows->front().optional_text("value");
}

namespace {

constexpr std::string_view set_sql = R"sql(
    INSERT INTO setting (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
)sql";

}  // namespace

Status set(Transaction& tx, std::string_view name, std::string_view value) {
    return tx.execute(set_sql, name, value);
}

}  // namespace soc::setting_store
