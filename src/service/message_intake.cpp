#include "service/message_intake.h"

#include <utility>

#include "core/log.h"
#include "domain/base_topic.h"
#include "domain/text.h"
#include "wire/canary_json.h"
#include "wire/status_json.h"

namespace soc {

MessageIntake::MessageIntake(Origin origin, std::vector<IngestBroker> brokers,
                             Observations& observations, metrics::Registry& metrics)
    : instance_{std::move(origin.instance)},
      start_id_{std::move(origin.start_id)},
      canary_topic_{status_topic("sensocampus/" + instance_)},
      brokers_{std::move(brokers)},
      observations_{observations},
      metrics_{metrics},
      discovered_total_{metrics.counter(metrics::messages_discovered)},
      forgotten_total_{metrics.counter(metrics::discovered_forgotten)},
      not_listed_total_{metrics.counter(metrics::discovered_refused)} {
    for (const IngestBroker& broker : brokers_) {
        of_programs_.push_back(metrics.counter(metrics::messages_of_programs, broker.name));
    }
}

std::string MessageIntake::canary_payload(CanaryNumber canary) const {
    return wire::write_canary({instance_, start_id_, canary.generation, canary.number});
}

std::optional<AppliedStatus> MessageIntake::take(const InboundMessage& message,
                                                 FleetState& fleet) {
    // R12: old news, however often it is told; the MQTT thread has counted it.
    if (message.retained) return std::nullopt;
    if (message.topic == canary_topic_) {
        take_canary(message, fleet);
        return std::nullopt;
    }
    if (is_of_programs(message.topic)) {
        of_programs_[message.broker].increment();
        return std::nullopt;
    }
    if (message.oversized) {
        refuse(message, "too_large");
        return std::nullopt;
    }
    if (!base_topic_of(message.topic) || !is_utf8(message.topic)) {
        refuse(message, "not_a_status_topic");
        return std::nullopt;
    }
    Result<StatusReport> report = wire::parse_status(message.payload);
    if (!report) {
        refuse(message, report.error().reason);
        return std::nullopt;
    }
    const std::optional<DeviceSlot> slot = fleet.resolve(report->unit_id);
    if (!slot) {
        discover(message, report->unit_id);
        return std::nullopt;
    }
    // R17: neither proves that the registered board is alive.
    if (is_sandbox(message.topic)) {
        refuse(message, "sandbox");
        return std::nullopt;
    }
    if (fleet.is_foreign_path(*slot, message.broker)) {
        refuse(message, "broker_of_another_site");
        return std::nullopt;
    }
    const bool backlog = fleet.path(message.broker).in_backlog();
    fleet.heard(*slot, {message.received, message.broker, backlog, report->frequency});
    return AppliedStatus{*slot, backlog, *std::move(report)};
}

void MessageIntake::take_canary(const InboundMessage& message, FleetState& fleet) {
    const Result<wire::Canary> canary = wire::parse_canary(message.payload);
    if (!canary) return refuse(message, "bad_canary");
    // Of a run before this one: it waited in the broker and proves nothing now.
    if (canary->instance != instance_ || canary->start != start_id_) return;
    const bool proves = fleet.path(message.broker)
                            .canary_heard({canary->generation, canary->number}, message.received);
    if (proves) fleet.reconsider(message.broker, message.received);
}

void MessageIntake::discover(const InboundMessage& message, const UnitId& unit_id) {
    discovered_total_.increment();
    observations_.discovered.with([&](DiscoveredDevices& devices) {
        devices.note({.unit_id = unit_id,
                      .broker = brokers_[message.broker].name,
                      .topic = printable_preview(message.topic, limits::payload_preview_bytes_max),
                      .sandbox = is_sandbox(message.topic),
                      .first_seen = message.received.wall,
                      .last_seen = message.received.wall,
                      .count = 0,
                      .last_payload = printable_preview(message.payload,
                                                        limits::payload_preview_bytes_max)});
        const auto tell = [](metrics::Counter& counter, std::uint64_t& told, std::uint64_t now) {
            counter.increment(static_cast<double>(now - std::exchange(told, now)));
        };
        tell(forgotten_total_, forgotten_told_, devices.forgotten());
        tell(not_listed_total_, not_listed_told_, devices.refused());
    });
}

void MessageIntake::refuse(const InboundMessage& message, std::string_view reason) {
    metrics_.counter(metrics::messages_refused, reason).increment();
    const std::string topic =
        printable_preview(message.topic, limits::payload_preview_bytes_max);
    log::warning_limited("message refused", {{"broker", brokers_[message.broker].name},
                                             {"topic", topic},
                                             {"reason", reason}});
    observations_.refusals.with([&](RefusalLog& refusals) {
        refusals.note({message.received.wall, brokers_[message.broker].name, topic,
                       std::string{reason},
                       printable_preview(message.payload, limits::payload_preview_bytes_max)});
    });
}

}  // namespace soc
