#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "domain/device_type.h"

namespace soc::wire {

/// Schema `Type` of docs/api/openapi.yaml.
[[nodiscard]] boost::json::object to_json(const DeviceType& type);

/// Schema `TypeList`, in the order given.
[[nodiscard]] boost::json::object type_list_json(std::span<const DeviceType> types);

}  // namespace soc::wire
