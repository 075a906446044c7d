#include "store/change_store.h"

#include <string>
#include <utility>

namespace soc::change_store {

Status append(Transaction& tx, NewChange change) { return tx.add_change(std::move(change)); }

namespace {

constexpr std::string_view after_sql = R"sql(
    SELECT number, at_us, actor, entity, entity_id, action, before, after
    FROM change WHERE number > $1 ORDER BY number LIMIT $2
)sql";

}  // namespace

Result<std::vector<Change>> after(Transaction& tx, std::int64_t number, std::size_t limit) {
    const Result<Rows> rows = tx.query(after_sql, number, limit);
    if (!rows) return rows.error();
    std::vector<Change> changes;
    changes.reserve(rows->size());
    for (const Row row : *rows) {
        changes.push_back({.number = row.int64("number"),
                           .content = {.at = row.time("at_us"),
                                       .actor = std::string{row.text("actor")},
                                       .entity = std::string{row.text("entity")},
                                       .entity_id = std::string{row.text("entity_id")},
                                       .action = std::string{row.text("action")},
                                       .before = row.optional_text("before"),
                                       .after = row.optional_text("after")}});
    }
    return changes;
}

namespace {

constexpr std::string_view created_at_sql = R"sql(
    SELECT at_us FROM change
    WHERE entity = $1 AND entity_id = $2 AND action = 'created' ORDER BY number LIMIT 1
)sql";

}  // namespace

Result<std::optional<WallTime>> created_at(Transaction& tx, std::string_view entity,
                                           std::string_view entity_id) {
    const Result<Rows> rows = tx.query(created_at_sql, entity, entity_id);
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<WallTime>{};
    return std::optional{rows->front().time("at_us")};
}

namespace {

constexpr std::string_view head_sql = R"sql(
    SELECT number FROM change_head WHERE id = 1
)sql";

}  // namespace

Result<std::int64_t> head(Transaction& tx) {
    const Result<Rows> rows = tx.query(head_sql);
    if (!rows) return rows.error();
    if (rows->empty()) return Error::internal("database_damaged", "change_head has no row");
    return rows->front().int64("number");
}

}  // namespace soc::change_store
