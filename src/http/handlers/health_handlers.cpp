#include "http/handlers/health_handlers.h"

#include "wire/json_writer.h"

namespace soc {

Response HealthHandlers::live(const Request&) const {
    return json_response(http_status::ok,
                         wire::serialize(boost::json::object{
                             {"status", "alive"}, {"version", wire::json_text(version_)}}));
}

Response HealthHandlers::ready(const Request&) const {
    boost::json::array dependencies;
    bool is_ready = true;
    for (const Dependency& dependency : readiness_.dependencies()) {
        is_ready = is_ready && dependency.state != DependencyState::down;
        dependencies.push_back(boost::json::object{
            {"name", wire::json_text(dependency.name)},
            {"state", wire::json_text(to_word(dependency.state))},
            {"since", wire::json_time(dependency.since)},
            {"why", wire::json_text(dependency.why)}});
    }
    return json_response(
        is_ready ? http_status::ok : http_status::service_unavailable,
        wire::serialize(boost::json::object{{"status", is_ready ? "ready" : "not_ready"},
                                            {"dependencies", std::move(dependencies)}}));
}

Response HealthHandlers::scrape(const Request&) const {
    return text_response(http_status::ok, "text/plain; version=0.0.4; charset=utf-8",
                         metrics_.scrape());
}

}  // namespace soc
