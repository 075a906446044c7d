#pragma once

#include <vector>

#include "http/middleware/middleware.h"
#include "people/ip_address.h"

namespace soc {

/// Finds out who really asks, over https or not, and under which prefix (R41).
class TrustedProxy final : public Middleware {
public:
    explicit TrustedProxy(std::vector<IpNetwork> trusted) : trusted_{std::move(trusted)} {}
    [[nodiscard]] Response handle(Request& request, const Next& next) override;

private:
    const std::vector<IpNetwork> trusted_;
};

}  // namespace soc
