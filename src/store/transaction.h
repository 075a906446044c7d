#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "store/argument.h"
#include "store/rows.h"

namespace soc {

class Database;
class DatabaseConnection;

/// One entry of the durable feed before it has its number. Free text is data about the registry,
/// never a secret.
struct NewChange {
    WallTime at;
    std::string actor;      ///< a user's name, `system`, `import`
    std::string entity;     ///< `device`, `site`, `user`, ...
    std::string entity_id;
    std::string action;     ///< `created`, `updated`, ...
    std::optional<std::string> before;  ///< JSON
    std::optional<std::string> after;   ///< JSON
};

/// One transaction on one connection, made by `Database` and passed to every store function.
/// Only the thread that got it may use it, and only until the callback returns.
///
/// After the first statement that fails, every further one gives the same error and nothing is
/// committed, on both databases. Expected conflicts are therefore not failures of a statement:
/// store functions use ON CONFLICT.
class Transaction {
public:
    explicit Transaction(DatabaseConnection& connection) : connection_{connection} {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Runs one statement with `$1`, `$2`, ... bound to the arguments in order and gives all its
    /// rows; more than `limits::query_rows_max` are `too_large`. `sql` is a constant: each
    /// distinct text is prepared once per connection and kept.
    template <class... Values>
    [[nodiscard]] Result<Rows> query(std::string_view sql, Values&&... values) {
        const std::array<Argument, sizeof...(Values)> arguments{
            Argument{std::forward<Values>(values)}...};
        return run(sql, arguments);
    }

    /// As `query`, for a statement whose rows do not matter.
    template <class... Values>
    Status execute(std::string_view sql, Values&&... values) {
        const Result<Rows> rows = query(sql, std::forward<Values>(values)...);
        return rows ? Status{} : Status{rows.error()};
    }

    /// Runs one statement once for each element of `batch`, in order; rows it returns are
    /// dropped. All or, by the rule above, nothing. PostgreSQL: pipelined, no round trip per row.
    Status execute_many(std::string_view sql, std::span<const Arguments> batch);

    /// Appends to the durable feed. The entry is kept here and written between the last statement
    /// of the callback and COMMIT, where it takes its number (R21); no caller can do it earlier.
    /// `too_large` over `limits::changes_per_transaction_max`.
    Status add_change(NewChange change);

    [[nodiscard]] std::span<const NewChange> changes() const { return changes_; }
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

private:
    friend class Database;

    Result<Rows> run(std::string_view sql, std::span<const Argument> arguments);
    /// Numbers and writes what `add_change` kept; gives the last number. For `Database` alone,
    /// right before COMMIT.
    Result<std::optional<std::int64_t>> write_changes();

    DatabaseConnection& connection_;
    std::optional<Error> failure_;
    std::vector<NewChange> changes_;
};

}  // namespace soc
