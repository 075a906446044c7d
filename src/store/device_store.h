#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "core/result.h"
#include "domain/device.h"
#include "store/transaction.h"

/// Devices with their rooms and identifiers. Whether a room belongs to the device's site, and
/// what an identifier may look like, is the caller's rule.
namespace soc::device_store {

/// A taken identifier is `conflict`, `already_registered`, field `mac`, `dev_eui` or `free`; a
/// taken id is the same on field `id`; an unknown type, site or room is `reference_missing`.
Status insert(Transaction& tx, const Device& device, std::string_view sort_key);

/// Replaces everything of the device, its rooms and identifiers included. `not_found` when there
/// is none; conflicts as `insert`.
Status update(Transaction& tx, const Device& device, std::string_view sort_key);

/// Absent when there is no such device.
[[nodiscard]] Result<std::optional<Device>> find(Transaction& tx, const DeviceId& id);
[[nodiscard]] Result<std::optional<DeviceId>> find_by_identifier(Transaction& tx,
                                                                 const Identifier& identifier);

/// Calls `each` for every device in the order of their ids, reading some thousands at a time.
Status for_each(Transaction& tx, const std::function<void(Device&&)>& each);

}  // namespace soc::device_store
