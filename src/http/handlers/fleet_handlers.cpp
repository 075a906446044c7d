#include "http/handlers/fleet_handlers.h"

#include "http/device_query.h"
#include "service/device_page.h"
#include "service/transition_names.h"
#include "wire/device_details_json.h"
#include "wire/device_json.h"
#include "wire/json_writer.h"
#include "wire/place_json.h"
#include "wire/type_json.h"

namespace soc {
namespace {

Response ok(const boost::json::object& body) {
    return json_response(http_status::ok, wire::serialize(body));
}

}  // namespace

Response FleetHandlers::sites(const Request&) const {
    const std::int64_t revision = read_model_.revision();
    const auto places = read_model_.places();
    return ok(wire::site_list_json({revision, places->sites(), places->buildings(),
                                    places->floors(), places->rooms()}));
}

Response FleetHandlers::types(const Request&) const {
    return ok(wire::type_list_json(read_model_.places()->types()));
}

Response FleetHandlers::summary(const Request&) const {
    return ok(wire::to_json(read_model_.summary()));
}

Response FleetHandlers::devices(const Request& request) const {
    const Result<DeviceQuery> query = parse_device_query(request.target.query);
    if (!query) return error_response(query.error());
    return ok(wire::to_json(read_model_.page(*query, clock_.now().steady)));
}

Response FleetHandlers::device(const Request& request) const {
    const Result<DeviceId> id = DeviceId::parse(request.path_values.front());
    if (!id) return error_response(Error::not_found("device"));
    const Result<DeviceDetails> details = find_device_details(database_, read_model_, *id);
    if (!details) return error_response(details.error());
    return ok(wire::to_json(*details));
}

Response FleetHandlers::discovered(const Request&) const {
    // Copied first: the ingest loop waits for the same lock.
    std::vector<DiscoveredDevice> items;
    wire::DiscoveredList list;
    observations_.discovered.with([&](const DiscoveredDevices& devices) {
        items = devices.list();
        list = {items, devices.limit(), devices.forgotten(), devices.refused()};
    });
    return ok(wire::to_json(list));
}

Response FleetHandlers::refusals(const Request&) const {
    std::vector<Refusal> items;
    std::map<std::string, std::uint64_t> counts;
    observations_.refusals.with([&](const RefusalLog& refusals) {
        items = refusals.list();
        counts = refusals.counts();
    });
    return ok(wire::refusal_list_json(counts, items));
}

Response FleetHandlers::transitions(const Request& request) const {
    constexpr std::size_t day = 1'440;
    const auto minutes = parse_number(request.target.query, "minutes", 60, {1, day});
    if (!minutes) return error_response(minutes.error());
    const WallTime since = clock_.now().wall - std::chrono::minutes{*minutes};
    const std::vector<FleetChange> changes = observations_.transitions.with(
        [&](const TransitionLog& log) { return log.since(since); });
    return ok(wire::to_json(
        name_transitions(since, changes, read_model_, limits::page_items_max)));
}

Response FleetHandlers::brokers(const Request&) const {
    const std::vector<BrokerView> views = observations_.brokers.with(
        [](const Observations::Brokers& brokers) { return brokers.views; });
    return ok(wire::broker_list_json(views));
}

}  // namespace soc
