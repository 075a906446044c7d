#include "store/sqlite/sqlite_driver.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

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
    {
        SqliteDriver driver{unfinished, options, true};
        if (const Status made = bring_up_to_date(driver, true); !made) return made;
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
        if (!options.create) return empty_file(path, "does not exist, and `serve` makes it");
        if (const Status made = make_file(path, options); !made) return made.error();
    } else if (fs::is_directory(path, code)) {
        return Error::invalid("database", "not_a_database_url",
                              fmt::format("the name of a file; {} is a directory", path));
    } else if (fs::file_size(path, code) == 0) {
        return empty_file(path, "is an empty file: remove it to begin with an empty registry");
    }
    return std::unique_ptr<DatabaseDriver>{
        std::make_unique<SqliteDriver>(std::move(path), options, false)};
}

Result<std::unique_ptr<DatabaseConnection>> SqliteDriver::connect(AccessMode mode) {
    return SqliteConnection::open(path_, options_, may_make_file_, mode);
}

const Dialect& SqliteDriver::dialect() const { return sqlite_dialect; }

std::string SqliteDriver::describe() const { return "sqlite:" + path_; }

}  // namespace soc
