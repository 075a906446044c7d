#pragma once

#include <boost/json/object.hpp>

#include "domain/device_details.h"

namespace soc::wire {

/// Schema `Device` of docs/api/openapi.yaml.
[[nodiscard]] boost::json::object to_json(const DeviceDetails& details);

}  // namespace soc::wire
