#pragma once

#include <string>
#include <string_view>

#include "core/error.h"

namespace soc::wire {

/// The HTTP status of a failure (core/error.h says which).
[[nodiscard]] int http_status(ErrorCode code);

/// The words of a status, for example `Not Found`; those that `http_status` gives are known.
[[nodiscard]] std::string_view http_status_words(int status);

/// The `application/problem+json` body of RFC 9457, schema `Problem` of docs/api/openapi.yaml.
/// `field` and `allowed` are left out when empty; `detail` never leaves the server.
[[nodiscard]] std::string problem_json(const Error& error, std::string_view request_id);

}  // namespace soc::wire
