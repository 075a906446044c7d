#include "store/connection_pool.h"

namespace soc {

ConnectionPool::Lease::~Lease() {
    if (connection_) pool_->give_back(std::move(connection_));
}

Result<ConnectionPool::Lease> ConnectionPool::borrow() {
    {
        const Lock lock{mutex_};
        if (!freed_.wait_for(mutex_, wait_max_, [this]() SOC_REQUIRES(mutex_) {
                return borrowed_ < capacity_;
            })) {
            return Error::unavailable("database_busy", "no connection became free in time");
        }
        ++borrowed_;
        if (!idle_.empty()) {
            std::unique_ptr<DatabaseConnection> connection = std::move(idle_.back());
            idle_.pop_back();
            return Lease{*this, std::move(connection), false};
        }
    }
    // Opening takes time: not under the lock, the place is taken already.
    Result<std::unique_ptr<DatabaseConnection>> opened = driver_.connect(mode_);
    if (!opened) {
        free_one();
        return opened.error();
    }
    return Lease{*this, *std::move(opened), true};
}

void ConnectionPool::give_back(std::unique_ptr<DatabaseConnection> connection) {
    std::vector<std::unique_ptr<DatabaseConnection>> broken;
    {
        const Lock lock{mutex_};
        if (connection->usable()) {
            idle_.push_back(std::move(connection));
        } else {
            broken.swap(idle_);
        }
        --borrowed_;
    }
    freed_.notify_one();
}

void ConnectionPool::free_one() {
    {
        const Lock lock{mutex_};
        --borrowed_;
    }
    freed_.notify_one();
}

}  // namespace soc
