#pragma once

#include <libpq-fe.h>

#include <memory>

#include "core/result.h"
#include "store/rows.h"

namespace soc {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

/// Copies an answer out of libpq. More than `limits::query_rows_max` rows are `too_large`.
[[nodiscard]] Result<Rows> to_rows(const PGresult* result);

}  // namespace soc
