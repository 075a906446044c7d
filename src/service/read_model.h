#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/guarded.h"
#include "domain/device_row.h"
#include "fleet/place_counters.h"
#include "service/device_order.h"
#include "service/device_table.h"
#include "service/text_matches.h"

namespace soc {

/// Registry and fleet side by side in memory: every list, filter, search and summary is answered
/// from here (R22), never by SQL. The ingest loop alone writes; any thread reads, and holds the
/// lock to filter and to copy, never to sort.
class ReadModel {
public:
    explicit ReadModel(std::shared_ptr<const PlaceDirectory> places)
        : content_{Content{DeviceTable{std::move(places)}, {}, 0, 0}} {}

    // -- the ingest loop writes -------------------------------------------------------------
    struct LiveUpdate {
        DeviceSlot slot = 0;
        LiveColumns live;
        std::optional<std::string> firmware;  ///< absent: as before
    };

    void set_places(std::shared_ptr<const PlaceDirectory> places);
    void put(DeviceSlot slot, const Device& device);
    void remove(DeviceSlot slot);
    void update(std::span<const LiveUpdate> updates);
    void set_counters(const PlaceCounters& counters);
    void set_revision(std::int64_t revision);
    void set_discovered(std::size_t discovered);

    // -- anybody reads ----------------------------------------------------------------------
    /// Total and order are of one moment, the rows of a later one: a device that is removed in
    /// between is missing on the page.
    [[nodiscard]] DevicePage page(const DeviceQuery& query, SteadyTime now) const;
    [[nodiscard]] FleetSummary summary() const;
    [[nodiscard]] std::shared_ptr<const PlaceDirectory> places() const;
    [[nodiscard]] std::int64_t revision() const;
    [[nodiscard]] std::optional<DeviceSlot> find(DeviceId id) const;
    /// Rows of these slots; those that are gone are left out.
    [[nodiscard]] std::vector<DeviceRow> rows(std::span<const DeviceSlot> slots) const;
    [[nodiscard]] std::optional<std::pair<DeviceRow, LiveColumns>> device(DeviceId id) const;

    /// Once a second, from any one thread: see `DeviceOrders::moving`.
    void refresh_orders(SteadyTime now) const;

private:
    struct Content {
        DeviceTable table;
        PlaceCounters counters;
        std::int64_t revision = 0;
        std::size_t discovered = 0;
    };

    SharedGuarded<Content> content_;
    mutable DeviceOrders orders_;
    mutable TextMatches matches_;
};

}  // namespace soc
