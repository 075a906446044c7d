#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "store/data_lock.h"
#include "store/database.h"
#include "store/leader.h"

namespace soc {

/// Whom the database belongs to, as long as this lives: the locks of its directories and the
/// leader row (R24). `serve` and every command that changes the database take one.
class DataGuard {
public:
    /// What is made when it is not there. A mistyped path must not look like an empty campus, so
    /// only `serve` makes everything.
    enum class Make {
        nothing,    ///< `no_data_directory`, `no_database`; nothing is left behind
        database,   ///< in a directory that is there
        directory,  ///< and the database in it
    };

    struct Wanted {
        std::string data;          ///< data directory
        std::string database_url;
        std::string instance;      ///< or the command; for the message that others get
        std::string address;       ///< where it listens; for the same message
        /// SIM=1: the data is another server's. Takes neither lock nor lead, changes nothing.
        bool read_only = false;
        metrics::Registry* metrics = nullptr;  ///< of the database; outlives the guard
        Make make = Make::directory;
    };

    /// Locks, opens and takes the lead. The error of a taken lock names who has it. `random` is
    /// for the holder's id, which a new data directory is given.
    [[nodiscard]] static Result<DataGuard> take(const Wanted& wanted, WallTime now,
                                                RandomSource& random);

    [[nodiscard]] Database& database() { return *database_; }
    /// What was not there before: `the directory data`, `the database data/sensocampus.db`.
    [[nodiscard]] const std::vector<std::string>& made() const { return made_; }
    [[nodiscard]] std::int64_t epoch() const { return lease_ ? lease_->epoch : 0; }
    /// Ends the lead at an orderly stop, so that the next one need not wait.
    void release(WallTime now);

private:
    DataGuard() = default;

    std::vector<DataLock> locks_;
    std::vector<std::string> made_;
    std::unique_ptr<Database> database_;
    std::optional<leader::Lease> lease_;  ///< absent when read only
};

}  // namespace soc
