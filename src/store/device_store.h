#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/device.h"
#include "domain/own_broker.h"
#include "store/transaction.h"

namespace soc {

struct DeviceBroker {
    DeviceId device;
    OwnBroker broker;

    friend bool operator==(const DeviceBroker&, const DeviceBroker&) = default;
};

}  // namespace soc

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

/// The broker of a device that has its own; absent: the boards' default. `update` leaves it alone.
/// `not_found` when there is no such device.
Status set_own_broker(Transaction& tx, const DeviceId& id, const std::optional<OwnBroker>& broker);
/// Of the devices from `first` to `last` those that have their own.
[[nodiscard]] Result<std::vector<DeviceBroker>> list_own_brokers_between(Transaction& tx,
                                                                         const DeviceId& first,
                                                                         const DeviceId& last);

/// Calls `each` for every device in the order of their ids, reading some thousands at a time.
Status for_each(Transaction& tx, const std::function<void(Device&&)>& each);

}  // namespace soc::device_store
