#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/clock.h"
#include "core/guarded.h"
#include "domain/device_row.h"
#include "service/device_table.h"

namespace soc {

/// The slots of a table in the order of one column, ties by name.
struct DeviceOrder {
    std::uint64_t text_revision = 0;
    std::vector<DeviceSlot> slots;
};

/// Sorted orders, kept from one request to the next. Those of names, places and types hold until
/// the registry changes; those of state, last message and firmware are made anew once a second
/// while somebody looks (a list never moves under a finger, so a second's delay is not seen).
class DeviceOrders {
public:
    using Shared = std::shared_ptr<const DeviceOrder>;

    /// The order of `column`; made now if the registry changed since or nobody asked lately.
    /// Call under the table's lock for reading.
    [[nodiscard]] Shared get(const DeviceTable& table, SortColumn column, SteadyTime now);

    /// Makes the orders anew that move with every message, if they were asked for lately. Call
    /// about once a second, under the table's lock for reading.
    void refresh(const DeviceTable& table, SteadyTime now);

private:
    struct Slot {
        Shared order;
        SteadyTime asked_at;
    };

    Guarded<std::array<Slot, sort_column_count>> orders_;
};

}  // namespace soc
