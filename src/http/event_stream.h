#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/guarded.h"
#include "core/random.h"
#include "http/response.h"
#include "metrics/registry.h"
#include "service/live_source.h"
#include "service/login_service.h"

namespace soc {

/// The open event streams (server-sent events). May be called from any thread; outlives every
/// stream it opened.
class EventStreams {
public:
    struct Options {
        std::string instance;
        std::size_t streams_max = 512;
        std::size_t streams_per_session_max = 8;
    };
    struct Parts {
        LiveSource& source;
        LoginService& logins;
        RandomSource& random;
        metrics::Registry& metrics;
    };

    EventStreams(Options options, Parts parts);

    /// A stream for this reader; it ends by itself within a second of the end of the session
    /// (R42). `unavailable` with `too_many_streams` at either limit.
    [[nodiscard]] Result<std::shared_ptr<ResponseStream>> open(
        const Principal& reader, std::optional<std::string> last_event_id);

    /// Declares the rows of a stream. `not_found` for a name that this session does not own,
    /// whoever else does.
    [[nodiscard]] Status watch(const Principal& reader, std::string_view stream,
                               std::vector<DeviceId> rows);

    [[nodiscard]] std::size_t open_count() const;

private:
    class Stream;
    struct Entry {
        std::string session;
        std::weak_ptr<Stream> stream;
    };
    using Entries = std::unordered_map<std::string, Entry>;

    void forget(const std::string& name);

    const Options options_;
    const Parts parts_;
    metrics::Gauge open_streams_;
    Guarded<Entries> entries_;
};

}  // namespace soc
