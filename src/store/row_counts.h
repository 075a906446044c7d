#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/transaction.h"

namespace soc {

struct RowCount {
    std::string table;
    std::int64_t rows = 0;
};

/// The rows of every table that grows (R27), for `sensocampus_rows{table}`. Reads whole tables on
/// PostgreSQL: for once an hour, not for each scrape.
[[nodiscard]] Result<std::vector<RowCount>> count_rows(Transaction& tx);

}  // namespace soc
