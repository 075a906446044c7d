#pragma once

#include <cstddef>
#include <string>

#include "core/clock.h"
#include "http/response.h"

namespace soc {

/// How an answer travels; the connection decides it.
struct Framing {
    bool http_1_0 = false;
    bool keep_alive = true;
    WallTime now;
};

/// Status line and fields up to and with the empty line: the answer's own fields, then `Date`,
/// `Connection` where the version's default does not say it, and the length. A stream is chunked
/// under HTTP/1.1 and ends with the connection under 1.0.
[[nodiscard]] std::string response_head(const Response& response, const Framing& framing);

/// `Sun, 22 Nov 2026 09:00:00 GMT`, as `Date` wants it.
[[nodiscard]] std::string http_date(WallTime time);

/// One chunk of a chunked body; the empty one ends it.
[[nodiscard]] std::string http_chunk(std::string_view bytes);

}  // namespace soc
