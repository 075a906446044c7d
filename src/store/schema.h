#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "store/connection.h"
#include "store/database.h"

namespace soc {

/// One file of src/store/migrations/, embedded at build time.
struct Migration {
    int number;            ///< from 1, without gaps
    std::string_view name;
    std::string_view sql;  ///< with `{text}`, `{integer}`, `{real}` and `{strict}` in it
};

/// All of them, in order.
[[nodiscard]] std::span<const Migration> all_migrations();

/// Looks at what lives in the database: true when its schema is the program's, false when
/// migrations are missing and may be made. Errors as `open_database` says. Needs no write access.
[[nodiscard]] Result<bool> is_up_to_date(DatabaseDriver& driver, const DatabaseOptions& options);

/// Applies the migrations that are missing, each in one transaction that also notes it in
/// `schema_version`. Two programs may do so at once; who else is there, `options.before_migration`
/// finds out. The connection's time limit holds for each statement: give it a long one.
Status migrate(DatabaseDriver& driver, const DatabaseOptions& options);

}  // namespace soc
