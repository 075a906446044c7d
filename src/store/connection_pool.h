#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/mutex.h"
#include "core/result.h"
#include "store/connection.h"

namespace soc {

/// A bounded set of connections of one kind, opened when first needed. Any thread may borrow;
/// one that is broken when it comes back is closed, and the idle ones with it: whatever broke
/// it (a server that restarted) has most likely broken them too.
class ConnectionPool {
public:
    /// A borrowed connection; goes back when this ends.
    class Lease {
    public:
        Lease(ConnectionPool& pool, std::unique_ptr<DatabaseConnection> connection, bool fresh)
            : pool_{&pool}, connection_{std::move(connection)}, fresh_{fresh} {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();

        [[nodiscard]] DatabaseConnection& connection() const { return *connection_; }
        /// Opened for this lease; false: it has been idle and may have died meanwhile.
        [[nodiscard]] bool fresh() const { return fresh_; }

    private:
        ConnectionPool* pool_;
        std::unique_ptr<DatabaseConnection> connection_;  ///< null once moved from
        bool fresh_;
    };

    /// `driver` must outlive the pool.
    ConnectionPool(DatabaseDriver& driver, AccessMode mode, std::size_t capacity,
                   milliseconds wait_max)
        : driver_{driver}, mode_{mode}, capacity_{capacity}, wait_max_{wait_max} {}

    /// Waits at most `wait_max` for a free one: then `unavailable`, `database_busy`.
    [[nodiscard]] Result<Lease> borrow();

private:
    void give_back(std::unique_ptr<DatabaseConnection> connection);
    void free_one();

    DatabaseDriver& driver_;
    const AccessMode mode_;
    const std::size_t capacity_;
    const milliseconds wait_max_;

    Mutex mutex_;
    Condition freed_;
    std::size_t borrowed_ SOC_GUARDED_BY(mutex_) = 0;
    std::vector<std::unique_ptr<DatabaseConnection>> idle_ SOC_GUARDED_BY(mutex_);
};

}  // namespace soc
