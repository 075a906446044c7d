#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/argument.h"
#include "store/rows.h"

namespace soc {

/// How sure a commit must be (R23).
enum class Durability {
    full,     ///< on the disk when the commit returns: registry, credentials, people
    relaxed,  ///< survives our own crash; a power cut may lose the last moments: status batches
};

enum class AccessMode { write, read };

/// One connection to a database: what a driver implements. Used by one thread at a time; the
/// pool sees to that. An error never contains the password.
class DatabaseConnection {
public:
    virtual ~DatabaseConnection() = default;

    virtual Status begin(AccessMode mode, Durability durability) = 0;
    virtual Status commit() = 0;
    /// Leaves the transaction; whatever goes wrong makes the connection unusable instead.
    virtual void rollback() = 0;

    virtual Result<Rows> run(std::string_view sql, std::span<const Argument> arguments) = 0;
    virtual Status run_many(std::string_view sql, std::span<const Arguments> batch) = 0;
    /// Several statements without arguments (a migration), within the open transaction.
    virtual Status run_script(const std::string& sql) = 0;

    /// False once the line is broken or its state unknown: the pool throws it away.
    [[nodiscard]] virtual bool usable() const = 0;
    /// True when the last error was a deadlock or a serialization failure: the whole transaction
    /// may be tried again.
    [[nodiscard]] virtual bool worth_retrying() const = 0;
};

/// What differs between the databases beside the connection itself.
struct Dialect {
    std::string_view name;      ///< `sqlite`, `postgresql`
    std::string_view text;      ///< what `{text}` in a migration stands for, and so on
    std::string_view integer;
    std::string_view real;
    std::string_view strict;    ///< after the closing parenthesis of a table
    std::string_view lock_schema_sql;  ///< keeps a second program from migrating; may be empty
    std::string_view list_tables_sql;  ///< one column `name`, our schema's tables only
    bool one_writer = false;
};

/// Opens connections to one database.
class DatabaseDriver {
public:
    virtual ~DatabaseDriver() = default;
    /// May be called from any thread.
    virtual Result<std::unique_ptr<DatabaseConnection>> connect(AccessMode mode) = 0;
    [[nodiscard]] virtual const Dialect& dialect() const = 0;
    /// For people and logs: the file, or host, port and database name; never the password.
    [[nodiscard]] virtual std::string describe() const = 0;
};

}  // namespace soc
