#include "http/middleware/request_id.h"

namespace soc {

Response RequestId::handle(Request& request, const Next& next) {
    request.id = random_name(random_, 12);
    return next(request).with_header("X-Request-Id", request.id);
}

}  // namespace soc
