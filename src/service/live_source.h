#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "domain/ids.h"
#include "service/principal.h"

namespace soc {

/// One reader's view of the live feed (R21, R43). Calls never overlap, but they come from
/// different threads.
class LiveStream {
public:
    struct Event {
        std::string id;    ///< `<start id>-<n>`; empty: the reader's place does not move
        std::string name;  ///< `summary`, `rows`, `transitions`, `brokers`, `resync`
        std::string data;  ///< JSON
    };

    virtual ~LiveStream() = default;
    /// What is new since the last call, of rows only those that are watched. Asked twice a
    /// second; must not block.
    [[nodiscard]] virtual std::vector<Event> next(Moment now) = 0;
    /// The rows that the reader's screen shows; replaces the earlier ones. At most
    /// `limits::watched_rows_max`.
    virtual void watch(std::vector<DeviceId> rows) = 0;
};

/// Where event streams come from. May be called from any thread.
class LiveSource {
public:
    virtual ~LiveSource() = default;
    /// `last_event_id` is what the reader saw last, unchecked; without it the stream begins now.
    [[nodiscard]] virtual std::unique_ptr<LiveStream> open(
        const Principal& reader, std::optional<std::string> last_event_id) = 0;
};

}  // namespace soc
