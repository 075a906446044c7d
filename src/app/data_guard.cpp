#include "app/data_guard.h"

#include <filesystem>
#include <optional>

#include "app/holder.h"
#include "core/log.h"

namespace soc {
namespace {

namespace fs = std::filesystem;

/// The file of an SQLite database; nothing of another one.
std::optional<fs::path> database_file(const DataGuard::Wanted& wanted) {
    constexpr std::string_view sqlite = "sqlite:";
    if (!wanted.database_url.starts_with(sqlite)) return std::nullopt;
    return fs::path{wanted.database_url.substr(sqlite.size())};
}

/// The directories whose lock stands for this database.
std::vector<fs::path> directories_of(const DataGuard::Wanted& wanted) {
    std::vector<fs::path> directories{fs::path{wanted.data}};
    const std::optional<fs::path> file = database_file(wanted);
    if (!file) return directories;
    fs::path parent = file->parent_path();
    if (parent.empty()) parent = ".";
    std::error_code ignored;
    // They need not be there yet.
    const auto whole = [&](const fs::path& path) {
        return fs::weakly_canonical(fs::absolute(path, ignored), ignored);
    };
    if (whole(parent) != whole(directories.front())) directories.push_back(parent);
    return directories;
}

Error absent(std::string field, std::string reason, std::string allowed) {
    Error error = Error::not_found(std::move(field));
    error.reason = std::move(reason);
    error.allowed = std::move(allowed);
    return error;
}

/// What `take` will have to make; the error of what it may not.
Result<std::vector<std::string>> find_absent(const DataGuard::Wanted& wanted) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const fs::path& directory : directories_of(wanted)) {
        if (fs::is_directory(directory, ignored)) continue;
        if (wanted.make != DataGuard::Make::directory) {
            return absent("data", "no_data_directory",
                          "a directory that is there; " + directory.string() +
                              " is not. The server's is named with --data");
        }
        names.push_back("the directory " + directory.string());
    }
    const std::optional<fs::path> file = database_file(wanted);
    if (!file || fs::exists(*file, ignored)) return names;
    if (wanted.make == DataGuard::Make::nothing) {
        return absent("database", "no_database",
                      "a database that is there; " + file->string() +
                          " is not. The server's directory is named with --data; `serve` or "
                          "`user add` makes a new one");
    }
    names.push_back("the database " + file->string());
    return names;
}

}  // namespace

Result<DataGuard> DataGuard::take(const Wanted& wanted, WallTime now, RandomSource& random) {
    DataGuard guard;
    if (!wanted.read_only) {
        Result<std::vector<std::string>> made = find_absent(wanted);
        if (!made) return made.error();
        guard.made_ = *std::move(made);
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
    options.create = wanted.make != Make::nothing;
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
