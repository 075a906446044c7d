#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "http/http_options.h"
#include "http/middleware/middleware.h"
#include "http/router.h"
#include "http/static_files.h"
#include "metrics/registry.h"
#include "service/login_service.h"

namespace soc {

/// What the pipeline needs of the rest; all of it must outlive the pipeline.
struct PipelineParts {
    LoginService& logins;
    StaticFiles& files;
    Clock& clock;
    RandomSource& random;
    metrics::Registry& metrics;
};

/// Everything between the bytes and the handlers: the route table inside the middlewares, which
/// pipeline.cpp lists in their order.
class RequestPipeline {
public:
    RequestPipeline(const HttpOptions& options, std::vector<Route> routes, PipelineParts parts);

    /// What to do with a request whose header has been read.
    struct Plan {
        std::size_t body_bytes_max = 0;
        Lane lane = Lane::fast;
        std::optional<Response> refusal;  ///< 404, 405: give it to `refuse`
    };

    /// Finds the route and writes it into the request. Cheap: the I/O thread calls it.
    [[nodiscard]] Plan plan(Request& request) const;
    /// The whole chain; on a thread of the lane. Throws nothing.
    [[nodiscard]] Response answer(Request& request) const;
    /// Dresses an answer that was decided before any handler ran (400, 408, 413, 503): it gets
    /// its id, its headers, its problem body and its log line like any other. Any thread.
    [[nodiscard]] Response refuse(Request& request, Response refusal) const;

    [[nodiscard]] Clock& clock() const { return parts_.clock; }
    [[nodiscard]] const Router& router() const { return router_; }

private:
    PipelineParts parts_;
    std::vector<std::unique_ptr<Middleware>> outer_;  ///< around every answer
    std::vector<std::unique_ptr<Middleware>> inner_;  ///< before a handler runs
    Router router_;
    Handler answer_;  ///< the innermost step: the handler of the route, or a file
};

}  // namespace soc
