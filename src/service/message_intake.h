#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/status_report.h"
#include "fleet/fleet_state.h"
#include "metrics/registry.h"
#include "service/ingest_inbox.h"
#include "service/observations.h"

namespace soc {

struct IngestBroker {
    std::string name;
    std::optional<SiteId> site;  ///< only devices of this site are alive through it (R17)
    BrokerPathOptions path;
};

/// One status of a registered device, as it was applied.
struct AppliedStatus {
    DeviceSlot slot = 0;
    bool backlog = false;
    StatusReport report;
};

/// What a message is and whom it concerns: canary, status of a known or unknown device, or
/// nothing that we take. One bad message never costs the next: it is counted, logged at a limited
/// rate, kept for reading, and over. Used by the ingest loop alone.
class MessageIntake {
public:
    /// Whose canaries are ours.
    struct Origin {
        std::string instance;
        std::string start_id;
    };
    /// `observations` and `metrics` outlive the intake.
    MessageIntake(Origin origin, std::vector<IngestBroker> brokers, Observations& observations,
                  metrics::Registry& metrics);

    /// Where the canary is published: `sensocampus/<instance>/device` (R8).
    [[nodiscard]] const std::string& canary_topic() const { return canary_topic_; }
    [[nodiscard]] std::string canary_payload(CanaryNumber canary) const;

    /// Applies one message to `fleet`; gives what a registered device said.
    std::optional<AppliedStatus> take(const InboundMessage& message, FleetState& fleet);

private:
    void take_canary(const InboundMessage& message, FleetState& fleet);
    void discover(const InboundMessage& message, const UnitId& unit_id);
    void refuse(const InboundMessage& message, std::string_view reason);

    const std::string instance_;
    const std::string start_id_;
    const std::string canary_topic_;
    const std::vector<IngestBroker> brokers_;
    Observations& observations_;
    metrics::Registry& metrics_;
    std::vector<metrics::Counter> of_programs_;  ///< by broker
    metrics::Counter discovered_total_;
    metrics::Counter forgotten_total_;
    metrics::Counter not_listed_total_;
    std::uint64_t forgotten_told_ = 0;
    std::uint64_t not_listed_told_ = 0;
};

}  // namespace soc
