#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/clock.h"
#include "core/result.h"
#include "metrics/registry.h"
#include "store/connection.h"
#include "store/transaction.h"

namespace soc {

class ConnectionPool;

struct DatabaseOptions {
    /// Make the file or the tables when there are none. Without it an empty database is refused
    /// (`database_empty`): a mistyped path must not look like an empty campus.
    bool create = true;
    /// Change nothing: neither make nor migrate (`database_older`), and refuse `transact`.
    bool read_only = false;
    /// Asked in the transaction of each migration of what is there already, before it: its error
    /// refuses, and nothing changes. Null: nobody is asked.
    std::function<Status(Transaction&)> before_migration{};
    /// Of one statement, enforced by the driver: over it, `database_timeout`.
    milliseconds statement_time_max{5'000};
    /// Until a connection is there; PostgreSQL only, whole seconds, at least two.
    milliseconds connect_time_max{3'000};
    /// Waiting for a free connection; over it, `database_busy`. Also SQLite's busy timeout.
    milliseconds wait_max{5'000};
    std::size_t readers = 4;
    /// SQLite always has exactly one (R23).
    std::size_t writers = 4;
    /// Counts failures by reason, and retries. May be null; else it outlives the database.
    metrics::Registry* metrics = nullptr;
};

/// What a commit did.
struct CommitReceipt {
    /// Number of the last change that this transaction appended; absent when it appended none.
    std::optional<std::int64_t> last_change;
};

/// The registry's database, SQLite or PostgreSQL. Any thread may call; each call borrows one
/// connection of a bounded pool for its duration. Broken connections are replaced.
///
/// A database that cannot do its work is `unavailable`, and recovers by itself. The reasons:
/// `database_down` (no connection, or it broke), `disk_full`, `database_busy` (no free connection,
/// or locked by another program), `database_timeout`, `database_read_only`, `database_io_error`,
/// and `commit_unknown`: the line broke during COMMIT, so the transaction may or may not be there.
/// One that gave no answer is asked again by one caller at a time, and the others are told
/// `database_down` at once: it must not collect the threads of the program.
/// What it refuses for its content has one of the reasons of `is_about_rows`.
class Database {
public:
    /// `driver` decides which database; see `open_database` for the usual way.
    Database(std::unique_ptr<DatabaseDriver> driver, const DatabaseOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs `action(Transaction&)`, which returns a `Result`, in a transaction that writes:
    /// committed when it succeeds, rolled back when it gives an error. A transaction that lost
    /// against another one (deadlock, serialization) is run once more, so `action` must change
    /// nothing but the database and variables that it sets anew. Opened read-only: `forbidden`,
    /// `read_only`. Writers wait for each other on
    /// SQLite; on PostgreSQL they run side by side (READ COMMITTED): what must hold between rows
    /// is a constraint of the schema. Do not nest.
    template <class Action>
    [[nodiscard]] std::invoke_result_t<Action, Transaction&> transact(
        Durability durability, Action&& action, CommitReceipt* receipt = nullptr) {
        using Outcome = std::invoke_result_t<Action, Transaction&>;
        return run<Outcome>(AccessMode::write, durability, action, receipt);
    }

    /// The same for an `action` that only reads; it sees one snapshot throughout and never waits
    /// for a writer.
    template <class Action>
    [[nodiscard]] std::invoke_result_t<Action, Transaction&> read(Action&& action) {
        using Outcome = std::invoke_result_t<Action, Transaction&>;
        return run<Outcome>(AccessMode::read, Durability::relaxed, action, nullptr);
    }

    /// `sqlite` or `postgresql`.
    [[nodiscard]] std::string_view kind() const;
    [[nodiscard]] bool is_read_only() const { return read_only_; }
    /// For people and logs; never the password.
    [[nodiscard]] std::string describe() const;

private:
    using Step = std::function<Status(Transaction&)>;

    template <class Outcome, class Action>
    Outcome run(AccessMode mode, Durability durability, Action& action, CommitReceipt* receipt) {
        std::optional<Outcome> outcome;
        const Status done = run_step(mode, durability, receipt, [&](Transaction& tx) -> Status {
            outcome.emplace(action(tx));
            if (!*outcome) return outcome->error();
            return {};
        });
        if (!done) return done.error();
        return std::move(*outcome);
    }

    class Probe;
    struct Attempt;
    Status run_step(AccessMode mode, Durability durability, CommitReceipt* receipt,
                    const Step& step);
    Attempt attempt(ConnectionPool& pool, AccessMode mode, Durability durability,
                    const Step& step);

    // Constant after construction; the pools guard themselves.
    const std::unique_ptr<DatabaseDriver> driver_;
    const std::unique_ptr<ConnectionPool> writers_;
    const std::unique_ptr<ConnectionPool> readers_;
    metrics::Registry* const metrics_;
    const bool read_only_;
    std::atomic<bool> silent_ = false;   ///< the last that tried was not answered
    std::atomic<bool> probing_ = false;  ///< somebody finds out whether that is still so
};

/// Opens `sqlite:PATH` or `postgresql://user:password@host:port/name`, brings the schema up to
/// date (each migration in one transaction) and gives the database; opened read-only, it must be
/// up to date.
///
/// Errors, with a sentence for people in `allowed` and never a password: `invalid_input`
/// (`not_a_database_url`), `conflict` (`database_newer` naming both versions, `database_foreign`:
/// something else lives there, `database_empty`, `database_encoding`, `database_older` and opened
/// read-only), or `unavailable` as above.
[[nodiscard]] Result<std::unique_ptr<Database>> open_database(std::string_view url,
                                                              const DatabaseOptions& options = {});

/// Why a database refuses a row for its content.
inline constexpr std::array<std::string_view, 5> row_reasons{
    "already_registered", "reference_missing", "constraint_broken", "value_refused", "not_text"};

/// The database works and refuses what the transaction wanted to write, now and at every attempt:
/// `already_registered`, `reference_missing`, `constraint_broken`, `value_refused`, `not_text`.
[[nodiscard]] bool is_about_rows(const Error& error);

/// Whether `open_database` understands this address: `invalid_input` (`not_a_database_url`), never
/// with a part of the address. Opens, makes and looks up nothing.
[[nodiscard]] Status check_database_url(std::string_view url);

/// The driver alone, without a look at the schema; for tests that put something in between.
[[nodiscard]] Result<std::unique_ptr<DatabaseDriver>> open_driver(std::string_view url,
                                                          const DatabaseOptions& options);

/// `open_database`'s second half.
[[nodiscard]] Result<std::unique_ptr<Database>> open_database(
    std::unique_ptr<DatabaseDriver> driver, const DatabaseOptions& options);

}  // namespace soc
