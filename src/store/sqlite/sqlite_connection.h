#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "store/connection.h"
#include "store/database.h"
#include "store/statement_hash.h"

namespace soc {

/// One connection to a SQLite file.
class SqliteConnection final : public DatabaseConnection {
public:
    /// The file is there already.
    [[nodiscard]] static Result<std::unique_ptr<DatabaseConnection>> open(
        const std::string& path, const DatabaseOptions& options, AccessMode mode);

    /// For `open` alone; takes the handle over.
    SqliteConnection(sqlite3* handle, milliseconds statement_time_max)
        : handle_{handle}, statement_time_max_{statement_time_max} {}

    Status begin(AccessMode mode, Durability durability) override;
    Status commit() override;
    void rollback() override;
    Result<Rows> run(std::string_view sql, std::span<const Argument> arguments) override;
    Status run_many(std::string_view sql, std::span<const Arguments> batch) override;
    Status run_script(const std::string& sql) override;
    [[nodiscard]] bool usable() const override { return usable_; }
    /// Writers stand in line and readers see a snapshot: nobody loses a race here.
    [[nodiscard]] bool worth_retrying() const override { return false; }

private:
    struct CloseHandle {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    /// SQLite numbers `$2 ... $1` by first appearance; `index_of[0]` is where `$1` is bound.
    struct Statement {
        std::unique_ptr<sqlite3_stmt, Finalize> handle;
        std::vector<int> index_of;
    };

    Status set_up(const DatabaseOptions& options, AccessMode mode);
    Result<Statement*> prepare(std::string_view sql);
    Status bind(const Statement& statement, std::span<const Argument> arguments);
    Status step_all(Statement& statement, std::span<const Argument> arguments, Rows* rows);
    void start_timer();
    Error last_error();
    static int is_over_time(void* self);

    std::unique_ptr<sqlite3, CloseHandle> handle_;
    const milliseconds statement_time_max_;
    std::unordered_map<std::string, Statement, StatementHash, std::equal_to<>> statements_;
    SteadyTime deadline_;
    Durability durability_ = Durability::full;
    bool usable_ = true;
};

}  // namespace soc
