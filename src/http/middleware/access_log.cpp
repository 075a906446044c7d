#include "http/middleware/access_log.h"

#include <algorithm>

#include "core/log.h"
#include "metrics/names.h"

namespace soc {
namespace {

constexpr seconds slow{1};

void write_line(const Request& request, const Response& response, microseconds took) {
    const log::Fields fields{
        {"method", to_word(request.method)},
        {"path", request.target.path},
        {"status", response.status},
        {"reason", response.problem ? std::string_view{response.problem->reason} : ""},
        {"client", request.channel == Channel::control ? "local" : request.client.to_string()},
        {"request", request.id},
        {"ms", took.count() / 1000}};
    if (response.status >= http_status::internal_server_error) {
        log::warning_limited("request failed", fields);
    } else if (response.status >= http_status::bad_request) {
        log::info_limited("request refused", fields);
    } else {
        log::warning_limited("request slow", fields);
    }
}

}  // namespace

AccessLog::AccessLog(Clock& clock, metrics::Registry& metrics)
    : clock_{clock},
      answers_total_{metrics.counter(metrics::http_requests, "1xx"),
                     metrics.counter(metrics::http_requests, "2xx"),
                     metrics.counter(metrics::http_requests, "3xx"),
                     metrics.counter(metrics::http_requests, "4xx"),
                     metrics.counter(metrics::http_requests, "5xx")} {}

Response AccessLog::handle(Request& request, const Next& next) {
    Response response = next(request);
    const auto kind = static_cast<std::size_t>(std::clamp(response.status / 100, 1, 5)) - 1;
    answers_total_[kind].increment();

    // Refusing is what brokers ask for, many times a second; it is counted by reason, and its lines
    // would hide the others.
    const bool is_of_broker = request.route != nullptr && request.route->caller == Caller::broker;
    if (is_of_broker && response.status == http_status::forbidden) return response;

    const microseconds took = clock_.now().steady - request.received.steady;
    if (response.status >= http_status::bad_request || took > slow) {
        write_line(request, response, took);
    }
    return response;
}

}  // namespace soc
