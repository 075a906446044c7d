#pragma once

#include "core/random.h"
#include "http/middleware/middleware.h"

namespace soc {

/// Gives each request a name that the reader sees (`X-Request-Id`, and in problems) and that the
/// log lines carry, so that a report from a person finds its line.
class RequestId final : public Middleware {
public:
    explicit RequestId(RandomSource& random) : random_{random} {}
    [[nodiscard]] Response handle(Request& request, const Next& next) override;

private:
    RandomSource& random_;
};

}  // namespace soc
