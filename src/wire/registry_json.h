#pragma once

#include <string>

#include "domain/device.h"
#include "domain/device_type.h"
#include "domain/place.h"

/// Things of the registry as the `before` and `after` of a change (R21): flat, references by
/// UUID, no secrets.
namespace soc::wire {

[[nodiscard]] std::string registry_json(const Site& site);
[[nodiscard]] std::string registry_json(const Building& building);
[[nodiscard]] std::string registry_json(const Floor& floor);
[[nodiscard]] std::string registry_json(const Room& room);
[[nodiscard]] std::string registry_json(const DeviceType& type);
[[nodiscard]] std::string registry_json(const Device& device);

}  // namespace soc::wire
