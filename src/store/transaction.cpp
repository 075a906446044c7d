#include "store/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/limits.h"
#include "store/connection.h"

namespace soc {
namespace {

/// PostgreSQL refuses such bytes and SQLite keeps them: refused here, so that both agree and no
/// name is cut at a NUL.
bool all_storable(std::span<const Argument> arguments) {
    return std::ranges::all_of(arguments, [](const Argument& argument) {
        const auto text = argument.text();
        return !text || is_storable_text(*text);
    });
}

Error not_text() { return Error::invalid({}, "not_text", "UTF-8 text without NUL"); }

}  // namespace

Result<Rows> Transaction::run(std::string_view sql, std::span<const Argument> arguments) {
    if (failure_) return *failure_;
    Result<Rows> rows =
        all_storable(arguments) ? connection_.run(sql, arguments) : Result<Rows>{not_text()};
    if (!rows) failure_ = rows.error();
    return rows;
}

Status Transaction::execute_many(std::string_view sql, std::span<const Arguments> batch) {
    if (failure_) return *failure_;
    if (batch.empty()) return {};
    const bool storable = std::ranges::all_of(
        batch, [](const Arguments& arguments) { return all_storable(arguments); });
    Status done = storable ? connection_.run_many(sql, batch) : Status{not_text()};
    if (!done) failure_ = done.error();
    return done;
}

Status Transaction::add_change(NewChange change) {
    if (failure_) return *failure_;
    if (changes_.size() >= limits::changes_per_transaction_max) {
        failure_ = Error::too_large(
            "changes", fmt::format("at most {}", limits::changes_per_transaction_max));
        return *failure_;
    }
    changes_.push_back(std::move(change));
    return {};
}

namespace {

// The row stays locked until COMMIT, so numbers are given in commit order; and a rollback gives
// them back, so there are no gaps.
constexpr std::string_view take_numbers_sql = R"sql(
    UPDATE change_head SET number = number + $1 WHERE id = 1 RETURNING number
)sql";

constexpr std::string_view insert_change_sql = R"sql(
    INSERT INTO change (number, at_us, actor, entity, entity_id, action, before, after)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql";

}  // namespace

Result<std::optional<std::int64_t>> Transaction::write_changes() {
    if (changes_.empty()) return std::optional<std::int64_t>{};
    const Result<Rows> head = query(take_numbers_sql, changes_.size());
    if (!head) return head.error();
    if (head->empty()) return Error::internal("database_damaged", "change_head has no row");

    const std::int64_t last = head->front().int64("number");
    std::int64_t number = last - static_cast<std::int64_t>(changes_.size());
    std::vector<Arguments> batch;
    batch.reserve(changes_.size());
    for (const NewChange& change : changes_) {
        batch.push_back({++number, change.at, change.actor, change.entity, change.entity_id,
                         change.action, change.before, change.after});
    }
    if (const Status done = execute_many(insert_change_sql, batch); !done) return done.error();
    return std::optional{last};
}

}  // namespace soc
