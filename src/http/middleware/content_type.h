#pragma once

#include "http/middleware/middleware.h"

namespace soc {

/// What people's pages send is JSON and says so. A page of another site can make a browser send a
/// form, but not `application/json` without asking us first, which we never allow.
class ContentType final : public Middleware {
public:
    [[nodiscard]] Response handle(Request& request, const Next& next) override;
};

}  // namespace soc
