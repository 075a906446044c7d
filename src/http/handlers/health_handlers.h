#pragma once

#include <string>

#include "http/request.h"
#include "http/response.h"
#include "metrics/registry.h"
#include "service/readiness.h"

namespace soc {

/// What other programs ask of us. Needs no reader and no database.
class HealthHandlers {
public:
    HealthHandlers(const Readiness& readiness, const metrics::Registry& metrics,
                   std::string version)
        : readiness_{readiness}, metrics_{metrics}, version_{std::move(version)} {}

    /// GET /health/live
    [[nodiscard]] Response live(const Request& request) const;
    /// GET /health/ready. 503 while a dependency is down.
    [[nodiscard]] Response ready(const Request& request) const;
    /// GET /metrics
    [[nodiscard]] Response scrape(const Request& request) const;

private:
    const Readiness& readiness_;
    const metrics::Registry& metrics_;
    const std::string version_;
};

}  // namespace soc
