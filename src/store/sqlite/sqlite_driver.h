#pragma once

#include <memory>
#include <string>

#include "store/connection.h"
#include "store/database.h"

namespace soc {

/// A database in one file, in write-ahead mode: readers never wait for the writer.
class SqliteDriver final : public DatabaseDriver {
public:
    /// A file that is not there is made, schema and all, beside its final name and then renamed:
    /// whatever happens meanwhile, a file of that name is always a whole database. An empty file
    /// is therefore not ours, and refused (`database_empty`), as is a missing one without
    /// `options.create`.
    [[nodiscard]] static Result<std::unique_ptr<DatabaseDriver>> open(
        std::string path, const DatabaseOptions& options);

    /// For `open` alone.
    SqliteDriver(std::string path, const DatabaseOptions& options)
        : path_{std::move(path)}, options_{options} {}

    Result<std::unique_ptr<DatabaseConnection>> connect(AccessMode mode) override;
    [[nodiscard]] const Dialect& dialect() const override;
    [[nodiscard]] std::string describe() const override;

private:
    const std::string path_;
    const DatabaseOptions options_;
};

}  // namespace soc
