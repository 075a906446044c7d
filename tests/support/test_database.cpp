#include "support/test_database.h"

#include <cstdio>
#include <cstdlib>

namespace soc::testing {

std::string to_word(DatabaseKind kind) {
    return kind == DatabaseKind::sqlite ? "sqlite" : "postgresql";
}

void PrintTo(DatabaseKind kind, std::ostream* out) { *out << to_word(kind); }

PostgresServer& shared_postgres_server() {
    static PostgresServer server;
    return server;
}

DatabasePlace::DatabasePlace(DatabaseKind kind)
    : url_{kind == DatabaseKind::sqlite ? "sqlite:" + (directory_.path() / "campus.db").string()
                                        : shared_postgres_server().make_database()} {}

std::unique_ptr<Database> DatabasePlace::open(const DatabaseOptions& options) const {
    Result<std::unique_ptr<Database>> database = open_database(url_, options);
    if (!database) {
        const Error& error = database.error();
        std::fprintf(stderr, "test support: %s %s %s\n", error.reason.c_str(),
                     error.detail.c_str(), error.allowed.c_str());
        std::abort();
    }
    return *std::move(database);
}

}  // namespace soc::testing
