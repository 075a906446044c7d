#pragma once

#include <string_view>

#include "core/result.h"
#include "http/request_target.h"

namespace soc {

/// The fields of a form, in order, as names and values; any bytes, unlike those of a query.
using FormFields = QueryParameters;

/// Reads `application/x-www-form-urlencoded` and `multipart/form-data` (RFC 7578), which
/// `content_type` tells apart; files are left out. `invalid_input` on field `body`:
/// `form_required` (another type), `percent_encoding`, `bad_multipart`, `too_many_fields` (over
/// `limits::form_fields_max`).
[[nodiscard]] Result<FormFields> parse_form(std::string_view content_type, std::string_view body);

}  // namespace soc
