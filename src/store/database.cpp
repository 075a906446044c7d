#include "store/database.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "store/connection_pool.h"
#include "store/schema.h"

namespace soc {
namespace {

/// Whoever won a deadlock still waits to be woken: a loser that begins again at once takes the
/// same row once more and may lose once more (seen under load).
constexpr int rival_needs_ms = 50;

bool is_about_the_line(const Error& error) {
    return error.reason == "database_down" || error.reason == "commit_unknown";
}

enum class Retry { no, at_once, after_a_pause };

/// Leaves no transaction open behind, whichever way its block is left.
class RollbackGuard {
public:
    explicit RollbackGuard(DatabaseConnection& connection) : connection_{&connection} {}
    RollbackGuard(const RollbackGuard&) = delete;
    RollbackGuard& operator=(const RollbackGuard&) = delete;
    ~RollbackGuard() {
        if (connection_ != nullptr) connection_->rollback();
    }
    void committed() { connection_ = nullptr; }

private:
    DatabaseConnection* connection_;
};

}  // namespace

struct Database::Attempt {
    Status status;
    Retry retry = Retry::no;
    std::optional<std::int64_t> last_change;
};

Database::Database(std::unique_ptr<DatabaseDriver> driver, const DatabaseOptions& options)
    : driver_{std::move(driver)},
      writers_{std::make_unique<ConnectionPool>(
          *driver_, AccessMode::write, driver_->dialect().one_writer ? 1 : options.writers,
          options.wait_max)},
      readers_{std::make_unique<ConnectionPool>(*driver_, AccessMode::read, options.readers,
                                                options.wait_max)},
      metrics_{options.metrics},
      read_only_{options.read_only} {}

Database::~Database() = default;

std::string_view Database::kind() const { return driver_->dialect().name; }

std::string Database::describe() const { return driver_->describe(); }

/// The right to ask a database that was silent.
class Database::Probe {
public:
    explicit Probe(std::atomic<bool>& probing)
        : probing_{probing}, ours_{!probing.exchange(true)} {}
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    ~Probe() {
        if (ours_) probing_ = false;
    }
    [[nodiscard]] bool is_ours() const { return ours_; }

private:
    std::atomic<bool>& probing_;
    const bool ours_;
};

Status Database::run_step(AccessMode mode, Durability durability, CommitReceipt* receipt,
                          const Step& step) {
    if (mode == AccessMode::write && read_only_) {
        return Error::forbidden("read_only", "a server that does not run read-only (SIM=1)");
    }
    std::optional<Probe> probe;
    if (silent_) {
        probe.emplace(probing_);
        if (!probe->is_ours()) {
            return Error::unavailable("database_down", "it was silent and is being asked again");
        }
    }
    ConnectionPool& pool = mode == AccessMode::write ? *writers_ : *readers_;
    Attempt done = attempt(pool, mode, durability, step);
    if (!done.status && done.retry != Retry::no) {
        if (metrics_ != nullptr) metrics_->counter(metrics::database_retries).increment();
        if (done.retry == Retry::after_a_pause) poll(nullptr, 0, rival_needs_ms);
        done = attempt(pool, mode, durability, step);
    }
    if (!done.status && is_about_the_line(done.status.error())) silent_ = true;
    if (metrics_ != nullptr && !done.status &&
        done.status.error().code == ErrorCode::unavailable) {
        metrics_->counter(metrics::database_failures, done.status.error().reason).increment();
    }
    if (done.status && receipt != nullptr) receipt->last_change = done.last_change;
    return done.status;
}

Database::Attempt Database::attempt(ConnectionPool& pool, AccessMode mode, Durability durability,
                                    const Step& step) {
    const Result<ConnectionPool::Lease> lease = pool.borrow();
    if (!lease) return {lease.error(), Retry::no, {}};
    DatabaseConnection& connection = lease->connection();

    if (const Status begun = connection.begin(mode, durability); !begun) {
        // An idle connection may have died unnoticed; nothing has been done on it yet.
        const bool stale = !lease->fresh() && !connection.usable();
        return {begun.error(), stale ? Retry::at_once : Retry::no, {}};
    }
    silent_ = false;  // it answers: nobody need wait for the end of a long reading
    RollbackGuard guard{connection};
    Transaction tx{connection};
    Status done = step(tx);
    if (done && tx.failure_) done = *tx.failure_;
    std::optional<std::int64_t> last_change;
    if (done) {
        const auto written = tx.write_changes();
        if (written) {
            last_change = *written;
        } else {
            done = written.error();
        }
    }
    const auto retry_of = [&connection](bool statement_failed) {
        const bool lost_race = statement_failed && connection.worth_retrying();
        return lost_race ? Retry::after_a_pause : Retry::no;
    };
    if (!done) return {done, retry_of(tx.failure_.has_value()), {}};

    const Status committed = connection.commit();
    if (!committed) {
        if (committed.error().reason != "database_down") {
            return {committed, retry_of(true), {}};
        }
        return {Error::unavailable("commit_unknown", committed.error().detail), Retry::no, {}};
    }
    guard.committed();
    return {{}, Retry::no, last_change};
}

bool is_about_rows(const Error& error) {
    return std::find(row_reasons.begin(), row_reasons.end(), error.reason) != row_reasons.end();
}

namespace {

/// A migration may rewrite a table that has grown for years.
constexpr std::chrono::hours migration_statement_time_max{1};

}  // namespace

Result<std::unique_ptr<Database>> open_database(std::unique_ptr<DatabaseDriver> driver,
                                                const DatabaseOptions& options) {
    const Result<bool> ready = is_up_to_date(*driver, options);
    if (!ready) return ready.error();
    if (!*ready) {
        if (const Status done = migrate(*driver, options); !done) return done.error();
    }
    return std::make_unique<Database>(std::move(driver), options);
}

Result<std::unique_ptr<Database>> open_database(std::string_view url,
                                                const DatabaseOptions& options) {
    Result<std::unique_ptr<DatabaseDriver>> driver = open_driver(url, options);
    if (!driver) return driver.error();
    const Result<bool> ready = is_up_to_date(**driver, options);
    if (!ready) return ready.error();
    if (!*ready) {
        DatabaseOptions patient = options;
        patient.statement_time_max = migration_statement_time_max;
        const Result<std::unique_ptr<DatabaseDriver>> migrator = open_driver(url, patient);
        if (!migrator) return migrator.error();
        if (const Status done = migrate(**migrator, options); !done) return done.error();
    }
    return std::make_unique<Database>(*std::move(driver), options);
}

}  // namespace soc
