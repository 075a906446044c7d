#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "fleet/fleet_state.h"
#include "metrics/registry.h"
#include "service/committer.h"
#include "service/ingest_inbox.h"
#include "service/live_feed.h"
#include "service/message_intake.h"
#include "service/observations.h"
#include "service/outbound_queue.h"
#include "service/pending_batch.h"
#include "service/read_model.h"
#include "service/readiness.h"
#include "store/database.h"
#include "store/leader.h"

namespace soc {

struct IngestOptions {
    std::string instance;
    std::string start_id;  ///< of this run of the process: in canaries and live ids
    std::vector<IngestBroker> brokers;
    std::int64_t epoch = 0;  ///< of our leadership, checked in every transaction (R26)
    bool read_only = false;  ///< SIM=1: nothing is written, the lead is another program's
};

/// What the loop works with; all outlive it.
struct IngestParts {
    Database& database;
    IngestInbox& inbox;
    OutboundQueue& outbound;
    ReadModel& read_model;
    LiveFeed& live;
    Observations& observations;
    metrics::Registry& metrics;
    Readiness& readiness;
};

/// The sole owner of the fleet: takes batches from the inbox, applies them in memory, tells the
/// read model and the live feed, has each batch written in one transaction, and lets the messages
/// be acknowledged after its commit (R5, R6). While commits fail or hang it goes on in memory with
/// what was read, tries again every second, and loses nothing (R19).
class IngestLoop {
public:
    /// `fleet` and the read model are loaded; `corrections` are transitions still to be written.
    IngestLoop(IngestOptions options, IngestParts parts, FleetState fleet,
               const std::vector<TransitionRow>& corrections);

    /// Until `stop`, or until the leadership is lost: then false, and this process must end.
    /// Writes what is pending before it returns.
    bool run(const Clock& clock, const std::stop_token& stop);

    /// One batch, without waiting: what `run` repeats. For tests with a clock of their own;
    /// outside `run` the commit is done when it returns.
    void turn(std::vector<InboxItem>& items, Moment now);

    [[nodiscard]] const FleetState& fleet() const { return fleet_; }
    [[nodiscard]] bool has_pending() const { return committer_.is_busy() || !pending_.is_empty(); }

private:
    void apply(InboundMessage& message);
    void apply(const LinkEvent& event);
    void note_session(const LinkEvent& event, const BrokerPath& path);
    void apply(const RegistryEvent& event, Moment now);
    void drive_paths(Moment now);
    void send(OutboundItem item);
    void note_changes();
    void note_blind_intervals(Moment now);
    void note_blind_interval(BrokerIndex broker, const BlindInterval& blind, Moment now);
    void note_canary(BrokerIndex broker);
    void publish(Moment now);
    void publish_brokers(Moment now);
    [[nodiscard]] std::vector<BrokerView> broker_views() const;
    [[nodiscard]] bool is_full() const;
    void commit(Moment now);
    void collect(Moment now);
    void settle(const PendingBatch& batch, Moment now);
    void commit_failed(const Error& error, Moment now);
    void notice_hanging(Moment now);
    void report_database(const std::string& reason, Moment now);
    [[nodiscard]] microseconds patience(Moment now) const;

    const IngestOptions options_;
    const IngestParts parts_;
    MessageIntake intake_;
    FleetState fleet_;
    PendingBatch pending_;             ///< since the batch that the committer has
    std::size_t committing_messages_ = 0;  ///< of that one
    Committer committer_;

    // What this turn touched; empty between turns.
    std::vector<DeviceSlot> touched_;
    std::unordered_map<DeviceSlot, std::string> firmware_;
    bool counters_changed_ = false;

    bool commits_fail_ = false;
    bool commit_hangs_ = false;
    SteadyTime hanging_at_ = SteadyTime::max();  ///< when the commit under way takes too long
    bool leadership_lost_ = false;
    SteadyTime retry_at_;
    SteadyTime renewal_at_;
    struct BlindTold {
        SteadyTime since;
        bool open = true;
    };
    std::vector<BlindTold> blind_told_;  ///< the last interval that was told, by path
    std::vector<BrokerPath::State> told_state_;
    std::vector<std::string> told_detail_;
    std::vector<std::optional<WallTime>> told_canary_;
    bool brokers_changed_ = true;

    metrics::Counter applied_;
    metrics::Counter committed_;
    metrics::Counter failed_;
    metrics::Counter outbound_refused_;
    metrics::Gauge inbox_items_;
    std::vector<metrics::Gauge> heard_;
    std::vector<metrics::Counter> blind_seconds_;
    std::vector<metrics::Counter> sessions_lost_;
    std::vector<metrics::Gauge> devices_;
};

}  // namespace soc
