#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "domain/broker_view.h"
#include "domain/device_row.h"
#include "domain/discovered_device.h"
#include "domain/refusal.h"
#include "domain/transition.h"

/// What the fleet shows, as docs/api/openapi.yaml describes it.
namespace soc::wire {

/// Schema `DeviceRow`.
[[nodiscard]] boost::json::object to_json(const DeviceRow& row);
/// Schema `StreamRows`.
[[nodiscard]] boost::json::object rows_json(std::span<const DeviceRow> rows);
/// Schema `DevicePage`.
[[nodiscard]] boost::json::object to_json(const DevicePage& page);
/// Schema `Summary`.
[[nodiscard]] boost::json::object to_json(const FleetSummary& summary);
/// Schema `TransitionList`.
[[nodiscard]] boost::json::object to_json(const TransitionList& list);
/// Schema `BrokerList`.
[[nodiscard]] boost::json::object broker_list_json(std::span<const BrokerView> brokers);

struct DiscoveredList {
    std::span<const DiscoveredDevice> items;
    std::size_t limit = 0;
    std::uint64_t forgotten = 0;
    std::uint64_t refused = 0;
};
/// Schema `DiscoveredList`.
[[nodiscard]] boost::json::object to_json(const DiscoveredList& list);

/// Schema `RefusalList`.
[[nodiscard]] boost::json::object refusal_list_json(
    const std::map<std::string, std::uint64_t>& counts, std::span<const Refusal> items);

}  // namespace soc::wire
