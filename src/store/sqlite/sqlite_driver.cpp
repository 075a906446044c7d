#include "store/sqlite/sqlite_driver.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "store/schema.h"
#include "store/sqlite/sqlite_connection.h"

namespace soc {
namespace {

namespace fs = std::filesystem;

constexpr Dialect sqlite_dialect{
    .name = "sqlite",
    .text = "TEXT",
    .integer = "INTEGER",
    .real = "REAL",
    .strict = "STRICT",
    .lock_schema_sql = {},
    .list_tables_sql = R"sql(
        SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
    )sql",
    .one_writer = true,
};

Error empty_file(const std::string& path, std::string_view what) {
    Error error = Error::conflict("database", "database_empty");
    error.allowed = fmt::format("a database of sensocampus; {} {}", path, what);
    return error;
}

Error file_error(const std::string& path, const std::error_code& code) {
    return Error::unavailable("database_io_error", fmt::format("{}: {}", path, code.message()));
}

std::error_code last_system_error() { return {errno, std::generic_category()}; }

/// The new name must survive a power cut as well as what is in the file.
void sync_directory_of(const fs::path& file) {
    const fs::path directory = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

Status make_file(const std::string& path, const DatabaseOptions& options) {
    const std::string unfinished = path + ".new";
    std::error_code code;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        fs::remove(unfinished + suffix, code);
        if (code) return file_error(unfinished, code);
    }
    // Password hashes are in it: not for everybody on this machine. SQLite gives its other files
    // the same rights.
    constexpr mode_t owner_and_group = 0640;
    constexpr int flags = O_CREAT | O_RDWR | O_CLOEXEC;
    const int descriptor = ::open(unfinished.c_str(), flags, owner_and_group);
    if (descriptor < 0) return file_error(unfinished, last_system_error());
    ::close(descriptor);

    SqliteDriver driver{unfinished, options};
    if (const Status made = migrate(driver, DatabaseOptions{}); !made) return made;
    // Closing the last connection moves the log into the file, unless there was no room for that.
    if (fs::exists(unfinished + "-wal", code)) {
        return Error::unavailable("disk_full", unfinished + " could not be completed");
    }
    fs::rename(unfinished, path, code);
    if (code) return file_error(path, code);
    sync_directory_of(path);
    return {};
}

}  // namespace

Result<std::unique_ptr<DatabaseDriver>> SqliteDriver::open(std::string path,
                                                           const DatabaseOptions& options) {
    std::error_code code;
    const bool exists = fs::exists(path, code);
    if (code) return file_error(path, code);
    if (!exists) {
        if (!options.create || options.read_only) {
            return empty_file(path, "does not exist, and a `serve` that is not read-only makes it");
        }
        if (const Status made = make_file(path, options); !made) return made.error();
    } else if (fs::is_directory(path, code)) {
        return Error::invalid("database", "not_a_database_url",
                              fmt::format("the name of a file; {} is a directory", path));
    } else if (fs::file_size(path, code) == 0) {
        return empty_file(path, "is an empty file: remove it to begin with an empty registry");
    }
    return std::unique_ptr<DatabaseDriver>{
        std::make_unique<SqliteDriver>(std::move(path), options)};
}

Result<std::unique_ptr<DatabaseConnection>> SqliteDriver::connect(AccessMode mode) {
    return SqliteConnection::open(path_, options_, mode);
}

const Dialect& SqliteDriver::dialect() const { return sqlite_dialect; }

std::string SqliteDriver::describe() const { return "sqlite:" + path_; }

}  // namespace soc
