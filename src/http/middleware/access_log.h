#pragma once

#include <array>

#include "core/clock.h"
#include "http/middleware/middleware.h"
#include "metrics/registry.h"

namespace soc {

/// Counts every answer, and writes one line for each that failed or took longer than a second.
/// The path is logged without its query, which may hold what people searched for.
class AccessLog final : public Middleware {
public:
    AccessLog(Clock& clock, metrics::Registry& metrics);
    [[nodiscard]] Response handle(Request& request, const Next& next) override;

private:
    Clock& clock_;
    std::array<metrics::Counter, 5> answers_total_;  ///< `1xx` to `5xx`
};

}  // namespace soc
