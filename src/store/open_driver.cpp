#include "store/database.h"
#include "store/postgres/postgres_driver.h"
#include "store/sqlite/sqlite_driver.h"

namespace soc {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

}  // namespace

Status check_database_url(std::string_view url) {
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        const auto read = PostgresDriver::open(std::string{url}, {});
        return read ? Status{} : Status{read.error()};
    }
    // With `://` behind it, it is an address and not a path, perhaps one with a password.
    if (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size() &&
        url.find("://") == std::string_view::npos) {
        return {};
    }
    // The text is not repeated: whatever it is, it may contain a password.
    return Error::invalid("database", "not_a_database_url",
                          "sqlite:PATH or postgresql://user:password@host:port/name");
}

Result<std::unique_ptr<DatabaseDriver>> open_driver(std::string_view url,
                                                    const DatabaseOptions& options) {
    if (const Status understood = check_database_url(url); !understood) return understood.error();
    if (url.starts_with(sqlite_scheme)) {
        return SqliteDriver::open(std::string{url.substr(sqlite_scheme.size())}, options);
    }
    return PostgresDriver::open(std::string{url}, options);
}

}  // namespace soc
