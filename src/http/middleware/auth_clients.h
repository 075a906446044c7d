#pragma once

#include <vector>

#include "http/middleware/middleware.h"
#include "metrics/registry.h"
#include "people/ip_address.h"

namespace soc {

/// Lets only `auth_clients` ask what is for brokers (R34): 403 `not_an_auth_client`, counted. Who
/// may open the control socket may ask too.
class AuthClients final : public Middleware {
public:
    AuthClients(std::vector<IpNetwork> networks, metrics::Registry& metrics);
    [[nodiscard]] Response handle(Request& request, const Next& next) override;

private:
    const std::vector<IpNetwork> networks_;
    metrics::Counter refused_;
};

}  // namespace soc
