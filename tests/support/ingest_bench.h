#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/campus.h"
#include "service/change_feed.h"
#include "service/ingest_loop.h"
#include "support/faulty_database.h"
#include "support/fleet_fixture.h"
#include "support/manual_clock.h"
#include "support/test_database.h"

namespace soc::testing {

/// `campus` with these devices, as a campus file would say it.
[[nodiscard]] Campus campus_of(const SmallCampus& campus, std::vector<Device> devices);

/// By id, as the store lists them.
[[nodiscard]] std::vector<Device> in_order(std::vector<Device> devices);

/// The payload with which a board reports.
[[nodiscard]] std::string status_of(const Device& device, std::string_view more = {});

/// The real ingest loop over a real database, without its threads: the test plays the broker,
/// turns the loop and moves the clock. What the loop publishes at its brokers comes back when the
/// test lets it.
class IngestBench {
public:
    explicit IngestBench(DatabaseKind kind, std::vector<IngestBroker> brokers = one_broker());

    [[nodiscard]] static std::vector<IngestBroker> one_broker() { return {{"main", {}, {}}}; }

    /// Loads into the registry and lets the loop hear of it.
    void load(const Campus& campus);
    /// What `serve` does at its start, with nothing kept from before but the database.
    void start();

    /// One turn of the loop with these items.
    void turn(std::vector<InboxItem> items = {});
    /// Follows the change feed, then turns until the inbox is empty.
    void follow_changes();
    void advance(microseconds span) { clock.advance(span); }
    /// Lets time pass in steps of five seconds, canaries coming back at once.
    void listen_for(microseconds span);

    [[nodiscard]] InboundMessage message(std::string topic, std::string payload,
                                         BrokerIndex broker = 0) const;
    [[nodiscard]] InboundMessage status(const Device& device, std::string_view more = {},
                                        BrokerIndex broker = 0) const;

    /// The ingest connection is there; its first canary is still on its way.
    void connect(BrokerIndex broker = 0, bool session_present = true);
    void disconnect(BrokerIndex broker = 0, const std::string& reason = "keep_alive");
    /// What the loop published since the last call comes back through the ingest connections.
    [[nodiscard]] std::vector<InboxItem> echo();
    /// Connects and lets the marker come back.
    void hear(BrokerIndex broker = 0);

    [[nodiscard]] Presence presence(const Device& device) const;
    [[nodiscard]] std::uint64_t acknowledged(BrokerIndex broker = 0) const {
        return process->inbox.progress.committed(broker);
    }
    [[nodiscard]] std::optional<StatusRow> stored_status(const Device& device) const;
    /// The oldest first.
    [[nodiscard]] std::vector<PresenceIntervalRow> stored_intervals(const Device& device) const;
    /// The reason of the last refusal; empty without any.
    [[nodiscard]] std::string last_refusal() const;
    /// The state of a part of the server as its readiness says; nothing if it never said.
    [[nodiscard]] std::optional<DependencyState> readiness_of(std::string_view name) const;

    /// Everything that ends with a process.
    struct Process {
        explicit Process(std::shared_ptr<const PlaceDirectory> places);

        IngestInbox inbox;
        OutboundQueue outbound;
        Observations observations;
        metrics::Registry metrics;
        Readiness readiness;
        ReadModel read_model;
        LiveFeed live;
        std::optional<ChangeFeed> changes;
        std::optional<IngestLoop> loop;
    };

    ManualClock clock;
    std::shared_ptr<FaultSwitch> faults = std::make_shared<FaultSwitch>();
    DatabasePlace place;
    std::unique_ptr<Database> database;  ///< the loop's, with `faults` in the line
    std::unique_ptr<Database> witness;   ///< the same one over a sound line
    std::vector<IngestBroker> brokers;
    std::unique_ptr<Process> process;
    std::size_t reopenings = 0;  ///< how often the loop asked for new connections

private:
    std::vector<std::uint32_t> generations_;
    std::vector<bool> connected_;
    int starts_ = 0;
};

}  // namespace soc::testing
