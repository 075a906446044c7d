#include "store/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "store/transaction.h"

namespace soc {
namespace {

Error refused(std::string reason, std::string sentence) {
    Error error = Error::conflict("database", std::move(reason));
    error.allowed = std::move(sentence);
    return error;
}

void replace_all(std::string& text, std::string_view word, std::string_view by) {
    for (std::size_t at = text.find(word); at != std::string::npos;
         at = text.find(word, at + by.size())) {
        text.replace(at, word.size(), by);
    }
}

std::string in_dialect(std::string_view sql, const Dialect& dialect) {
    std::string text{sql};
    replace_all(text, "{text}", dialect.text);
    replace_all(text, "{integer}", dialect.integer);
    replace_all(text, "{real}", dialect.real);
    replace_all(text, "{strict}", dialect.strict);
    return text;
}

constexpr std::string_view create_version_table_sql = R"sql(
    CREATE TABLE schema_version (
        version {integer} PRIMARY KEY,
        name    {text} NOT NULL
    ) {strict}
)sql";

constexpr std::string_view read_version_sql = R"sql(
    SELECT COALESCE(MAX(version), 0) AS version FROM schema_version
)sql";

constexpr std::string_view note_version_sql = R"sql(
    INSERT INTO schema_version (version, name) VALUES ($1, $2)
)sql";

/// The number of the database's schema; absent when the database is empty.
using Version = std::optional<std::int64_t>;

Result<Version> read_version(Transaction& tx, const Dialect& dialect) {
    const Result<Rows> tables = tx.query(dialect.list_tables_sql);
    if (!tables) return tables.error();
    if (tables->empty()) return Version{};
    const bool ours = std::any_of(tables->begin(), tables->end(), [](const Row& row) {
        return row.text("name") == "schema_version";
    });
    if (!ours) {
        return refused("database_foreign",
                       fmt::format("a database of sensocampus; this one holds something else "
                                   "(for example the table {})",
                                   tables->front().text("name")));
    }
    const Result<Rows> version = tx.query(read_version_sql);
    if (!version) return version.error();
    return Version{version->front().int64("version")};
}

std::int64_t latest_version() { return static_cast<std::int64_t>(all_migrations().size()); }

Status check(const Version& version, bool create) {
    if (version.value_or(0) > latest_version()) {
        return refused("database_newer",
                       fmt::format("a schema up to version {}; this database has version {}, made "
                                   "by a newer sensocampus: use that one, or restore a backup",
                                   latest_version(), *version));
    }
    if (!version && !create) {
        return refused("database_empty", "a database of sensocampus; this one is empty, and a "
                                         "`serve` that is not read-only makes it");
    }
    return {};
}

Status apply(Transaction& tx, DatabaseConnection& connection, const Migration& migration,
             const Dialect& dialect) {
    if (migration.number == 1) {
        if (const Status made =
                connection.run_script(in_dialect(create_version_table_sql, dialect));
            !made) {
            return made;
        }
    }
    if (const Status run = connection.run_script(in_dialect(migration.sql, dialect)); !run) {
        return run;
    }
    return tx.execute(note_version_sql, migration.number, migration.name);
}

/// Applies the next migration that is missing. Gives false when there is none.
Result<bool> apply_next(DatabaseConnection& connection, const Dialect& dialect,
                        const DatabaseOptions& options) {
    Transaction tx{connection};
    if (!dialect.lock_schema_sql.empty()) {
        if (const Status locked = tx.execute(dialect.lock_schema_sql); !locked) {
            return locked.error();
        }
    }
    // Read again under the lock: another program may have been here first.
    const Result<Version> version = read_version(tx, dialect);
    if (!version) return version.error();
    if (const Status fits = check(*version, options.create); !fits) return fits.error();
    const auto next = static_cast<std::size_t>(version->value_or(0));
    if (next == all_migrations().size()) return false;
    if (version->has_value() && options.before_migration) {
        if (const Status may = options.before_migration(tx); !may) return may.error();
    }
    if (const Status done = apply(tx, connection, all_migrations()[next], dialect); !done) {
        return done.error();
    }
    return true;
}

}  // namespace

Result<bool> is_up_to_date(DatabaseDriver& driver, const DatabaseOptions& options) {
    const auto opened = driver.connect(AccessMode::read);
    if (!opened) return opened.error();
    DatabaseConnection& connection = **opened;
    if (const Status begun = connection.begin(AccessMode::read, Durability::relaxed); !begun) {
        return begun.error();
    }
    Transaction tx{connection};
    const Result<Version> version = read_version(tx, driver.dialect());
    connection.rollback();
    if (!version) return version.error();
    const Status fits = check(*version, options.create && !options.read_only);
    if (!fits) return fits.error();
    if (*version == latest_version()) return true;
    if (!options.read_only) return false;
    return refused("database_older",
                   fmt::format("a schema of version {}; this database has version {}, and a "
                               "read-only server does not bring it up to date: the server that "
                               "owns it does so at its start",
                               latest_version(), version->value_or(0)));
}

Status migrate(DatabaseDriver& driver, const DatabaseOptions& options) {
    const auto opened = driver.connect(AccessMode::write);
    if (!opened) return opened.error();
    DatabaseConnection& connection = **opened;
    for (;;) {
        if (const Status begun = connection.begin(AccessMode::write, Durability::full); !begun) {
            return begun.error();
        }
        const Result<bool> applied = apply_next(connection, driver.dialect(), options);
        if (!applied) {
            connection.rollback();
            return applied.error();
        }
        if (const Status committed = connection.commit(); !committed) {
            connection.rollback();
            return committed.error();
        }
        if (!*applied) return {};
    }
}

}  // namespace soc
