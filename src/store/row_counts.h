#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/result.h"
#include "store/transaction.h"

namespace soc {

struct CountedTable {
    std::string_view name;
    std::string_view count_sql;
};

/// Every table that grows (R27), for `sensocampus_rows{table}`.
[[nodiscard]] std::span<const CountedTable> counted_tables();

/// Reads the whole table on PostgreSQL, which may take longer than a statement has: for once an
/// hour, not for each scrape, and each in a transaction of its own.
[[nodiscard]] Result<std::int64_t> count_rows(Transaction& tx, const CountedTable& table);

}  // namespace soc
