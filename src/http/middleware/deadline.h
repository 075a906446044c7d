#pragma once

#include <chrono>

#include "core/clock.h"
#include "http/middleware/middleware.h"

namespace soc {

/// A request that waited too long for a thread is answered 503 `busy` instead of late: its
/// reader has given up or asks again, and the work would only delay the next one.
class Deadline final : public Middleware {
public:
    Deadline(Clock& clock, std::chrono::milliseconds patience)
        : clock_{clock}, patience_{patience} {}
    [[nodiscard]] Response handle(Request& request, const Next& next) override;

private:
    Clock& clock_;
    const std::chrono::milliseconds patience_;
};

}  // namespace soc
