#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "store/connection.h"

namespace soc {

/// One file of src/store/migrations/, embedded at build time.
struct Migration {
    int number;            ///< from 1, without gaps
    std::string_view name;
    std::string_view sql;  ///< with `{text}`, `{integer}`, `{real}` and `{strict}` in it
};

/// All of them, in order.
[[nodiscard]] std::span<const Migration> all_migrations();

/// Looks at what lives in the database and applies the migrations that are missing, each in one
/// transaction that also notes it in `schema_version`. Errors as `open_database` says. Changes
/// nothing, and needs no write access, when the schema is the program's.
Status bring_up_to_date(DatabaseDriver& driver, bool create);

}  // namespace soc
