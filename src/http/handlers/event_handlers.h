#pragma once

#include "http/event_stream.h"
#include "http/request.h"
#include "http/response.h"

namespace soc {

/// The live feed.
class EventHandlers {
public:
    explicit EventHandlers(EventStreams& streams) : streams_{streams} {}

    /// GET /api/v1/events
    [[nodiscard]] Response open(const Request& request) const;
    /// PUT /api/v1/events/{stream}/rows
    [[nodiscard]] Response watch(const Request& request) const;

private:
    EventStreams& streams_;
};

}  // namespace soc
