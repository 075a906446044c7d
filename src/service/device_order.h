#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
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

/// What one column says of each slot: a copy, so that sorting needs no lock.
class ColumnCopy {
public:
    ColumnCopy() = default;
    ColumnCopy(const DeviceTable& table, SortColumn column);

    /// Sorts by this column; equal ones stay as they are.
    void sort(std::vector<DeviceSlot>& slots) const;

private:
    SortColumn column_ = SortColumn::name;
    std::shared_ptr<const PlaceDirectory> places_;
    std::vector<std::uint64_t> numbers_;  ///< by slot; or
    std::string texts_;                   ///< one behind the other, ending
    std::vector<std::size_t> ends_;       ///< here, by slot
};

/// Sorted orders, kept from one request to the next. Those of names, places and types hold until
/// the registry changes; those of state, last message and firmware are made anew once a second
/// while somebody looks (a list never moves under a finger, so a second's delay is not seen).
///
/// An order is made in two steps: `look` copies what is needed under the table's lock, `finish`
/// sorts without it, so that the ingest loop never waits for a sort.
class DeviceOrders {
public:
    using Shared = std::shared_ptr<const DeviceOrder>;

    /// What `finish` needs.
    struct Draft {
        Shared order;    ///< what was kept, if it is still good; else `finish` makes it from
        Shared by_name;  ///< the order of names, if that is still good, else from `names`
        SortColumn column = SortColumn::name;
        std::uint64_t text_revision = 0;
        ColumnCopy values;  ///< of the column, if it is not the name
        ColumnCopy names;
        std::vector<std::pair<DeviceId, DeviceSlot>> devices;
    };

    /// Call under the table's lock for reading. The order is made anew if the registry changed
    /// since, or if it moves with messages and nobody asked lately.
    [[nodiscard]] Draft look(const DeviceTable& table, SortColumn column, SteadyTime now);
    /// The same whatever is kept of this column.
    [[nodiscard]] Draft look_anew(const DeviceTable& table, SortColumn column);
    /// Call without the lock.
    Shared finish(Draft draft);

    /// The columns that move with every message and were asked for lately. About once a second,
    /// look at them anew.
    [[nodiscard]] std::vector<SortColumn> moving(SteadyTime now);

private:
    struct Kept {
        Shared order;
        SteadyTime asked_at;
    };

    Shared keep(SortColumn column, std::uint64_t text_revision, std::vector<DeviceSlot> slots);

    Guarded<std::array<Kept, sort_column_count>> orders_;
};

}  // namespace soc
