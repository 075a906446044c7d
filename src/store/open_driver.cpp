#include "store/database.h"
#include "store/postgres/postgres_driver.h"
#include "store/sqlite/sqlite_driver.h"

namespace soc {

Result<std::unique_ptr<DatabaseDriver>> open_driver(std::string_view url,
                                                    const DatabaseOptions& options) {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    if (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size()) {
        return SqliteDriver::open(std::string{url.substr(sqlite_scheme.size())}, options);
    }
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        return PostgresDriver::open(std::string{url}, options);
    }
    // The text is not repeated: whatever it is, it may contain a password.
    return Error::invalid("database", "not_a_database_url",
                          "sqlite:PATH or postgresql://user:password@host:port/name");
}

}  // namespace soc
