#include "support/ingest_bench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "service/campus_loader.h"
#include "service/fleet_loader.h"

namespace soc::testing {
namespace {

/// The value; ends the program when there is none: a bench without its database tests nothing.
template <class T>
T sure(Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "test support: %s %s %s\n", result.error().field.c_str(),
                 result.error().reason.c_str(), result.error().detail.c_str());
    std::abort();
}

std::vector<std::string> names_of(const std::vector<IngestBroker>& brokers) {
    std::vector<std::string> names;
    for (const IngestBroker& broker : brokers) names.push_back(broker.name);
    return names;
}

}  // namespace

Campus campus_of(const SmallCampus& campus, std::vector<Device> devices) {
    return {"small",       {campus.board, campus.sensor}, campus.sites,      campus.buildings, {},
            campus.rooms, std::move(devices)};
}

std::vector<Device> in_order(std::vector<Device> devices) {
    std::sort(devices.begin(), devices.end(),
              [](const Device& a, const Device& b) { return a.id < b.id; });
    return devices;
}

std::string status_of(const Device& device, std::string_view more) {
    return R"({"unitID":")" + device.identifiers.front().value + '"' + std::string{more} + '}';
}

IngestBench::Process::Process(std::shared_ptr<const PlaceDirectory> places)
    : read_model{std::move(places)}, live{"start", read_model, observations, metrics} {}

IngestBench::IngestBench(DatabaseKind kind, std::vector<IngestBroker> wanted)
    : place{kind},
      database{sure(open_faulty_database(place.url(), faults))},
      witness{place.open()},
      brokers{std::move(wanted)},
      generations_(brokers.size()),
      connected_(brokers.size()) {}

void IngestBench::load(const Campus& campus) {
    static_cast<void>(sure(load_campus(*database, campus, "test", clock.now().wall)));
    if (process) follow_changes();
}

void IngestBench::start() {
    const Moment now = clock.now();
    const std::vector<std::string> names = names_of(brokers);
    const auto lease = sure(database->transact(Durability::full, [&](Transaction& tx) {
        return leader::acquire(tx, {"bench", "campus", "test"}, now.wall);
    }));
    const auto places = PlaceDirectory::make(
        sure(database->read([](Transaction& tx) { return load_places(tx); })));
    const auto canaries = sure(database->read(
        [&](Transaction& tx) { return load_last_canaries(tx, names); }));
    std::vector<BrokerPath> paths;
    std::vector<std::optional<SiteId>> sites;
    for (std::size_t i = 0; i < brokers.size(); ++i) {
        paths.emplace_back(brokers[i].path, now, canaries[i]);
        sites.push_back(brokers[i].site);
    }
    process.reset();
    process = std::make_unique<Process>(places);
    FleetState fleet{places, std::move(paths), std::move(sites)};
    auto corrections = sure(database->read([&](Transaction& tx) {
        return load_fleet(tx, names, {fleet, process->read_model}, now);
    }));
    process->changes.emplace(*database, process->inbox, places, process->read_model.revision());
    process->loop.emplace(
        IngestOptions{"campus", "start" + std::to_string(++starts_), brokers, lease.epoch},
        IngestParts{*database, process->inbox, process->outbound, process->read_model,
                    process->live, process->observations, process->metrics, process->readiness},
        std::move(fleet), corrections);
    connected_.assign(brokers.size(), false);
}

void IngestBench::turn(std::vector<InboxItem> items) {
    process->loop->turn(items, clock.now());
}

void IngestBench::follow_changes() {
    while (sure(process->changes->poll())) {
        std::vector<InboxItem> items;
        process->inbox.items.pop_up_to(limits::batch_items_max, items, microseconds{0});
        turn(std::move(items));
    }
}

void IngestBench::listen_for(microseconds span) {
    constexpr seconds step{5};
    for (microseconds left = span; left > microseconds{0}; left -= step) {
        clock.advance(std::min<microseconds>(left, step));
        turn();
        turn(echo());
    }
}

InboundMessage IngestBench::message(std::string topic, std::string payload,
                                    BrokerIndex broker) const {
    InboundMessage message;
    message.broker = broker;
    message.received = clock.now();
    message.topic = std::move(topic);
    message.payload = std::move(payload);
    return message;
}

InboundMessage IngestBench::status(const Device& device, std::string_view more,
                                   BrokerIndex broker) const {
    return message("u4/b/300/device", status_of(device, more), broker);
}

void IngestBench::connect(BrokerIndex broker, bool session_present) {
    connected_[broker] = true;
    turn({LinkEvent{.kind = LinkEvent::Kind::ingest_up, .broker = broker,
                    .generation = ++generations_[broker], .session_present = session_present,
                    .at = clock.now(), .reason = {}}});
}

void IngestBench::disconnect(BrokerIndex broker, const std::string& reason) {
    connected_[broker] = false;
    static_cast<void>(echo());  // lost with the connection
    turn({LinkEvent{.kind = LinkEvent::Kind::ingest_down, .broker = broker,
                    .generation = generations_[broker], .session_present = false,
                    .at = clock.now(), .reason = reason}});
}

std::vector<InboxItem> IngestBench::echo() {
    std::vector<OutboundItem> published;
    process->outbound.drain(published);
    std::vector<InboxItem> items;
    for (OutboundItem& item : published) {
        if (auto* out = std::get_if<OutboundMessage>(&item)) {
            if (!connected_[out->broker]) continue;
            items.push_back(message(std::move(out->topic), std::move(out->payload), out->broker));
        } else {
            ++reopenings;
        }
    }
    return items;
}

void IngestBench::hear(BrokerIndex broker) {
    connect(broker);
    turn(echo());
}

Presence IngestBench::presence(const Device& device) const {
    const FleetState& fleet = process->loop->fleet();
    const auto slot = fleet.slot_of(device.id);
    return slot ? fleet.presence(*slot) : Presence::excluded;
}

std::optional<StatusRow> IngestBench::stored_status(const Device& device) const {
    return sure(witness->read(
        [&](Transaction& tx) { return status_store::find_last(tx, device.id); }));
}

std::vector<PresenceIntervalRow> IngestBench::stored_intervals(const Device& device) const {
    auto intervals = sure(witness->read(
        [&](Transaction& tx) { return status_store::list_intervals(tx, device.id, 1'000); }));
    return {intervals.rbegin(), intervals.rend()};
}

std::string IngestBench::last_refusal() const {
    return process->observations.refusals.with([](const RefusalLog& log) {
        return log.list().empty() ? std::string{} : log.list().front().reason;
    });
}

std::optional<DependencyState> IngestBench::readiness_of(std::string_view name) const {
    for (const Dependency& dependency : process->readiness.dependencies()) {
        if (dependency.name == name) return dependency.state;
    }
    return std::nullopt;
}

}  // namespace soc::testing
