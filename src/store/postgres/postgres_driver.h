#pragma once

#include <memory>
#include <string>

#include "store/connection.h"
#include "store/database.h"

namespace soc {

/// A database on a PostgreSQL server, 15 or newer.
class PostgresDriver final : public DatabaseDriver {
public:
    /// Reads the address; connects to nothing yet. What libpq knows as a connection URI is
    /// accepted, with our time limits as defaults that it may override.
    [[nodiscard]] static Result<std::unique_ptr<DatabaseDriver>> open(
        std::string url, const DatabaseOptions& options);

    /// For `open` alone.
    PostgresDriver(std::string url, std::string description, std::string password,
                   const DatabaseOptions& options)
        : url_{std::move(url)},
          description_{std::move(description)},
          password_{std::move(password)},
          options_{options} {}

    Result<std::unique_ptr<DatabaseConnection>> connect(AccessMode mode) override;
    [[nodiscard]] const Dialect& dialect() const override;
    [[nodiscard]] std::string describe() const override { return description_; }

private:
    /// `message` without the password, should libpq ever repeat it.
    [[nodiscard]] std::string without_password(std::string message) const;

    const std::string url_;
    const std::string description_;
    const std::string password_;
    const DatabaseOptions options_;
};

}  // namespace soc
