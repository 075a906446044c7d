#pragma once

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/clock.h"
#include "store/connection.h"
#include "store/database.h"
#include "store/postgres/postgres_result.h"
#include "store/statement_hash.h"

namespace soc {

struct FinishConnection {
    void operator()(PGconn* handle) const { PQfinish(handle); }
};
using PostgresHandle = std::unique_ptr<PGconn, FinishConnection>;

/// One connection to a PostgreSQL server. It never blocks in libpq: every wait is ours and has
/// an end, so that a server that was stopped or cut off costs seconds and not hours.
class PostgresConnection final : public DatabaseConnection {
public:
    /// `handle` is connected.
    [[nodiscard]] static Result<std::unique_ptr<DatabaseConnection>> open(
        PostgresHandle handle, const DatabaseOptions& options, AccessMode mode);

    /// For `open` alone.
    PostgresConnection(PostgresHandle handle, milliseconds patience)
        : handle_{std::move(handle)}, patience_{patience} {}

    Status begin(AccessMode mode, Durability durability) override;
    Status commit() override;
    void rollback() override;
    Result<Rows> run(std::string_view sql, std::span<const Argument> arguments) override;
    Status run_many(std::string_view sql, std::span<const Arguments> batch) override;
    Status run_script(const std::string& sql) override;
    [[nodiscard]] bool usable() const override { return usable_; }
    [[nodiscard]] bool worth_retrying() const override { return lost_race_; }

private:
    Status set_up(const DatabaseOptions& options, AccessMode mode);
    /// The server's name for `sql`, which it prepares when it sees it first.
    Result<const char*> prepare(std::string_view sql);
    Status send(const char* name, std::span<const Argument> arguments);
    Status run_chunk(const char* name, std::span<const Arguments> chunk);
    /// All results of what was sent, the last of them or the first error.
    Result<PostgresResult> receive();
    /// The next result, null at the end of one statement's results.
    Result<PostgresResult> receive_one(SteadyTime deadline);
    /// Sends what is to be sent and waits until a result can be taken.
    Status wait(SteadyTime deadline);
    std::optional<Error> error_of(const PGresult* result);
    Error broken();
    [[nodiscard]] SteadyTime deadline() const;

    const PostgresHandle handle_;
    const milliseconds patience_;  ///< the server's limit and a little more
    std::unordered_map<std::string, std::string, StatementHash, std::equal_to<>> names_;
    bool usable_ = true;
    bool lost_race_ = false;
};

}  // namespace soc
