#pragma once

#include "core/result.h"
#include "domain/device_row.h"
#include "http/request_target.h"

namespace soc {

/// The parameters of GET /api/v1/devices. An unknown parameter, a repeated one that may not
/// repeat, or a value that is not allowed is `invalid_input` on that parameter: a mistyped filter
/// must not show the whole campus.
[[nodiscard]] Result<DeviceQuery> parse_device_query(const QueryParameters& parameters);

/// One whole number within the bounds; `fallback` when the parameter is absent.
struct NumberBounds {
    std::size_t least = 0;
    std::size_t most = 0;
};
[[nodiscard]] Result<std::size_t> parse_number(const QueryParameters& parameters,
                                               std::string_view name, std::size_t fallback,
                                               NumberBounds bounds);

}  // namespace soc
