#pragma once

#include "core/result.h"
#include "domain/device_details.h"
#include "service/read_model.h"
#include "store/database.h"

namespace soc {

/// One device with its last message and history: the registry and the past come from SQL, the
/// present from the read model. `not_found`, or `unavailable` while the database is down.
[[nodiscard]] Result<DeviceDetails> find_device_details(Database& database,
                                                        const ReadModel& read_model,
                                                        const DeviceId& id);

}  // namespace soc
