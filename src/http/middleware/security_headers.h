#pragma once

#include "http/middleware/middleware.h"

namespace soc {

/// The headers that make a browser distrust everything we did not write: a Content-Security-
/// Policy without exception, no sniffing, no framing, no referrer, no foreign window. They are on
/// every answer, because any answer may be opened as a page. What has no `Cache-Control` of its
/// own must not be stored.
class SecurityHeaders final : public Middleware {
public:
    [[nodiscard]] Response handle(Request& request, const Next& next) override;
};

}  // namespace soc
