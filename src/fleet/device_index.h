#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "domain/device.h"
#include "domain/unit_id.h"
#include "fleet/deadline_queue.h"

namespace soc {

/// From what a device calls itself to its slot (R3), and from its UUID.
class DeviceIndex {
public:
    /// Takes over the device's identity and identifiers in place of what the slot had before.
    void put(DeviceSlot slot, const Device& device);
    void remove(DeviceSlot slot);

    [[nodiscard]] std::optional<DeviceSlot> find(DeviceId id) const;
    [[nodiscard]] std::optional<DeviceSlot> resolve(const UnitId& unit_id) const;

private:
    struct Names {
        DeviceId id;
        std::vector<UnitId> identifiers;
    };

    std::unordered_map<DeviceId, DeviceSlot> by_id_;
    std::unordered_map<UnitId, DeviceSlot> by_identifier_;
    std::vector<Names> names_;  ///< by slot, to forget what a device is not called any more
};

}  // namespace soc
