#pragma once

#include "http/middleware/middleware.h"

namespace soc {

/// Turns failures into `application/problem+json` (RFC 9457), and whatever a handler throws into
/// a 500 that says nothing of its inside.
class Problems final : public Middleware {
public:
    [[nodiscard]] Response handle(Request& request, const Next& next) override;
};

}  // namespace soc
