#include "store/database.h"

#include "store/connection_pool.h"
#include "store/schema.h"

namespace soc {
namespace {

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
    bool retry = false;
    std::optional<std::int64_t> last_change;
};

Database::Database(std::unique_ptr<DatabaseDriver> driver, const DatabaseOptions& options)
    : driver_{std::move(driver)},
      writers_{std::make_unique<ConnectionPool>(
          *driver_, AccessMode::write, driver_->dialect().one_writer ? 1 : options.writers,
          options.wait_max)},
      readers_{std::make_unique<ConnectionPool>(*driver_, AccessMode::read, options.readers,
                                                options.wait_max)},
      metrics_{options.metrics} {}

Database::~Database() = default;

std::string_view Database::kind() const { return driver_->dialect().name; }

std::string Database::describe() const { return driver_->describe(); }

Status Database::run_step(AccessMode mode, Durability durability, CommitReceipt* receipt,
                          const Step& step) {
    ConnectionPool& pool = mode == AccessMode::write ? *writers_ : *readers_;
    Attempt done = attempt(pool, mode, durability, step);
    if (!done.status && done.retry) {
        if (metrics_ != nullptr) metrics_->counter(metrics::database_retries).increment();
        done = attempt(pool, mode, durability, step);
    }
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
    if (!lease) return {lease.error(), false, {}};
    DatabaseConnection& connection = lease->connection();

    if (const Status begun = connection.begin(mode, durability); !begun) {
        // An idle connection may have died unnoticed; nothing has been done on it yet.
        const bool stale = !lease->fresh() && !connection.usable();
        return {begun.error(), stale, {}};
    }
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
    if (!done) return {done, tx.failure_ && connection.worth_retrying(), {}};

    const Status committed = connection.commit();
    if (!committed) {
        if (committed.error().reason != "database_down") {
            return {committed, connection.worth_retrying(), {}};
        }
        return {Error::unavailable("commit_unknown", committed.error().detail), false, {}};
    }
    guard.committed();
    return {{}, false, last_change};
}

Result<std::unique_ptr<Database>> open_database(std::unique_ptr<DatabaseDriver> driver,
                                                const DatabaseOptions& options) {
    if (const Status ready = bring_up_to_date(*driver, options.create); !ready) {
        return ready.error();
    }
    return std::make_unique<Database>(std::move(driver), options);
}

Result<std::unique_ptr<Database>> open_database(std::string_view url,
                                                const DatabaseOptions& options) {
    Result<std::unique_ptr<DatabaseDriver>> driver = open_driver(url, options);
    if (!driver) return driver.error();
    return open_database(*std::move(driver), options);
}

}  // namespace soc
