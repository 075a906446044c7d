#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/guarded.h"
#include "metrics/registry.h"
#include "service/live_ring.h"
#include "service/live_source.h"
#include "service/observations.h"
#include "service/read_model.h"

namespace soc {

/// The live feed (R21): which rows, counters, brokers and transitions are other than before.
/// Events carry what is so now, not what was added, so repeating or merging them does no harm.
class LiveFeed final : public LiveSource {
public:
    /// `start_id` names this run of the process: an id of another run gets `resync`. The others
    /// must outlive the feed and every stream.
    LiveFeed(std::string start_id, const ReadModel& read_model, const Observations& observations,
             metrics::Registry& metrics);

    /// The ingest loop notes rows that changed, after the read model has them.
    void publish(std::span<const DeviceSlot> slots, SteadyTime now);

    [[nodiscard]] std::unique_ptr<LiveStream> open(
        const Principal& reader, std::optional<std::string> last_event_id) override;

private:
    friend class LiveFeedStream;

    const std::string start_id_;
    const ReadModel& read_model_;
    const Observations& observations_;
    metrics::Counter resyncs_;
    Guarded<LiveRing> ring_;
};

}  // namespace soc
