#pragma once

#include <vector>

#include "core/result.h"
#include "domain/device_type.h"
#include "store/transaction.h"

/// Device types as rows; conflicts and absences as in place_store.h, field `name`.
namespace soc::type_store {

Status insert(Transaction& tx, const DeviceType& type);
Status update(Transaction& tx, const DeviceType& type);
/// By name.
[[nodiscard]] Result<std::vector<DeviceType>> list(Transaction& tx);

}  // namespace soc::type_store
