#include "app/data_guard.h"

#include <filesystem>

#include "app/holder.h"
#include "core/log.h"

namespace soc {
namespace {

namespace fs = std::filesystem;

/// The directories whose lock stands for this database.
std::vector<fs::path> directories_of(const DataGuard::Wanted& wanted) {
    std::vector<fs::path> directories{fs::path{wanted.data}};
    constexpr std::string_view sqlite = "sqlite:";
    if (!wanted.database_url.starts_with(sqlite)) return directories;
    fs::path parent = fs::path{wanted.database_url.substr(sqlite.size())}.parent_path();
    if (parent.empty()) parent = ".";
    std::error_code ignored;
    if (!fs::equivalent(parent, directories.front(), ignored)) directories.push_back(parent);
    return directories;
}

}  // namespace

Result<DataGuard> DataGuard::take(const Wanted& wanted, WallTime now, RandomSource& random) {
    DataGuard guard;
    if (!wanted.read_only) {
        std::error_code ignored;
        fs::create_directories(wanted.data, ignored);  // the lock tells if that failed
        for (const fs::path& directory : directories_of(wanted)) {
            Result<DataLock> lock = DataLock::acquire(directory, wanted.address);
            if (!lock) return lock.error();
            guard.locks_.push_back(*std::move(lock));
        }
    }
    std::string holder;
    if (!wanted.read_only) {
        Result<std::string> found = find_holder(wanted.data, random);
        if (!found) return found.error();
        holder = *std::move(found);
    }
    const auto take_lead = [&](Transaction& tx) {
        return leader::acquire(tx, {holder, wanted.instance, wanted.address}, now);
    };
    DatabaseOptions options;
    options.metrics = wanted.metrics;
    options.read_only = wanted.read_only;
    // Nobody's tables change under a server that leads (R24); a late one is fenced off by the
    // epoch from the same commit on.
    options.before_migration = [&](Transaction& tx) -> Status {
        const Result<leader::Lease> lease = take_lead(tx);
        return lease ? Status{} : Status{lease.error()};
    };
    Result<std::unique_ptr<Database>> database = open_database(wanted.database_url, options);
    if (!database) return database.error();
    guard.database_ = *std::move(database);
    if (wanted.read_only) return guard;
    const Result<leader::Lease> lease = guard.database_->transact(Durability::full, take_lead);
    if (!lease) return lease.error();
    guard.lease_ = *lease;
    return guard;
}

void DataGuard::release(WallTime now) {
    if (!lease_) return;
    const Status released = database_->transact(Durability::full, [&](Transaction& tx) {
        return leader::release(tx, lease_->epoch, now);
    });
    if (!released) log::warning("the lead ends by itself", {{"reason", released.error().reason}});
}

}  // namespace soc
