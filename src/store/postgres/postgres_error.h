#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "core/error.h"

namespace soc {

/// Says in our words what the failed `result` means. Its text is the server's primary message,
/// which contains no values of rows.
[[nodiscard]] Error postgres_error(const PGresult* result);

/// A deadlock or serialization failure: the whole transaction may be run again.
[[nodiscard]] bool is_lost_race(const PGresult* result);

/// The server ends the connection with this error, or is about to.
[[nodiscard]] bool is_end_of_connection(const PGresult* result);

}  // namespace soc
