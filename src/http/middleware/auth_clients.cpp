#include "http/middleware/auth_clients.h"

#include "core/log.h"
#include "metrics/names.h"

namespace soc {
namespace {

constexpr const char* reason = "not_an_auth_client";

}  // namespace

AuthClients::AuthClients(std::vector<IpNetwork> networks, metrics::Registry& metrics)
    : networks_{std::move(networks)},
      refused_{metrics.counter(metrics::broker_answers, reason)} {}

Response AuthClients::handle(Request& request, const Next& next) {
    const bool is_for_brokers =
        request.route != nullptr && request.route->caller == Caller::broker;
    if (!is_for_brokers || request.channel == Channel::control ||
        contains(networks_, request.client)) {
        return next(request);
    }
    refused_.increment();
    // A broker that was forgotten in the setting refuses its whole fleet: it must be seen.
    log::warning_limited("not in auth_clients", {{"client", request.client.to_string()},
                                                 {"path", request.target.path}});
    return error_response(Error::forbidden(reason));
}

}  // namespace soc
