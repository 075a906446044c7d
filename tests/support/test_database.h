#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "store/database.h"
#include "support/postgres_server.h"
#include "support/temporary_directory.h"

namespace soc::testing {

enum class DatabaseKind { sqlite, postgresql };

[[nodiscard]] std::string to_word(DatabaseKind kind);
void PrintTo(DatabaseKind kind, std::ostream* out);

/// The one PostgreSQL of this test program, started when first asked for.
[[nodiscard]] PostgresServer& shared_postgres_server();

/// A place for a new database of either kind: a file that is not there yet, or an empty
/// database on the shared server.
class DatabasePlace {
public:
    explicit DatabasePlace(DatabaseKind kind);
    [[nodiscard]] const std::string& url() const { return url_; }
    /// Opens it, making the schema the first time; ends the program when that fails.
    [[nodiscard]] std::unique_ptr<Database> open(const DatabaseOptions& options = {}) const;

private:
    TemporaryDirectory directory_;
    std::string url_;
};

}  // namespace soc::testing
