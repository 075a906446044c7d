#include "http/middleware/trusted_proxy.h"

#include "http/forwarded.h"

namespace soc {

Response TrustedProxy::handle(Request& request, const Next& next) {
    Origin origin = origin_of(request, trusted_);
    request.client = origin.client;
    request.secure = origin.secure;
    request.prefix = std::move(origin.prefix);
    return next(request);
}

}  // namespace soc
