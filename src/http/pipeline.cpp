#include "http/pipeline.h"

#include "http/middleware/access_log.h"
#include "http/middleware/auth_clients.h"
#include "http/middleware/content_type.h"
#include "http/middleware/csrf.h"
#include "http/middleware/deadline.h"
#include "http/middleware/problems.h"
#include "http/middleware/request_id.h"
#include "http/middleware/security_headers.h"
#include "http/middleware/session.h"
#include "http/middleware/trusted_proxy.h"
#include "metrics/names.h"

namespace soc {

// The one list of what happens to a request, from the outside in. Before it, the connection has
// held the request to its limits of bytes and time; after it, the handler runs.
RequestPipeline::RequestPipeline(const HttpOptions& options, std::vector<Route> routes,
                                 PipelineParts parts)
    : parts_{parts}, router_{std::move(routes)} {
    outer_.push_back(std::make_unique<RequestId>(parts.random));
    outer_.push_back(std::make_unique<AccessLog>(parts.clock, parts.metrics));
    outer_.push_back(std::make_unique<SecurityHeaders>());
    outer_.push_back(std::make_unique<Problems>());
    outer_.push_back(std::make_unique<TrustedProxy>(options.trusted_proxies));

    inner_.push_back(std::make_unique<AuthClients>(options.auth_clients, parts.metrics));
    inner_.push_back(std::make_unique<Deadline>(parts.clock, options.queue_timeout));
    inner_.push_back(std::make_unique<Session>(parts.logins, parts.clock));
    inner_.push_back(std::make_unique<Csrf>());
    inner_.push_back(std::make_unique<ContentType>());

    answer_ = [this](const Request& request) {
        if (request.route == nullptr) return parts_.files.answer(request);
        return request.route->handler(request);
    };
}

RequestPipeline::Plan RequestPipeline::plan(Request& request) const {
    Router::Match match = router_.find(request.method, request.target.segments);
    request.route = match.route;
    request.path_values = std::move(match.path_values);

    Plan plan;
    if (match.route != nullptr) {
        plan.body_bytes_max = match.route->body_bytes_max;
        plan.lane = match.route->lane;
        const bool may_wait = match.route->right != Right::none &&
                              Session::asks_database(parts_.logins, request);
        const bool will_wait = match.route->may_wait && match.route->may_wait(request);
        if (plan.lane == Lane::fast && (may_wait || will_wait)) plan.lane = Lane::stored;
    } else if (!match.allow.empty()) {
        plan.refusal = error_response(http_status::method_not_allowed, "method_not_allowed")
                           .with_header("Allow", std::move(match.allow));
    } else if (request.method != Method::get && request.method != Method::head) {
        plan.refusal = error_response(Error::not_found("path"));
    }
    return plan;
}

Response RequestPipeline::answer(Request& request) const {
    const Handler inner = [this, &request](const Request&) {
        return Next{inner_, answer_}(request);
    };
    return Next{outer_, inner}(request);
}

Response RequestPipeline::refuse(Request& request, Response refusal) const {
    if (refusal.problem) {
        parts_.metrics.counter(metrics::http_refused, refusal.problem->reason).increment();
    }
    const Handler refused = [&refusal](const Request&) { return std::move(refusal); };
    return Next{outer_, refused}(request);
}

}  // namespace soc
