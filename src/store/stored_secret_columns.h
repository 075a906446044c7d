#pragma once

#include "core/result.h"
#include "domain/stored_secret.h"
#include "store/rows.h"

namespace soc {

/// The columns `salt` and `digest`, both hexadecimal; for the stores.
[[nodiscard]] Result<StoredSecret> read_stored_secret(const Row& row);

}  // namespace soc
