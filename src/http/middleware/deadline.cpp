#include "http/middleware/deadline.h"

namespace soc {

Response Deadline::handle(Request& request, const Next& next) {
    if (clock_.now().steady - request.received.steady > patience_) {
        return retry_later(Error::unavailable("busy"), std::chrono::seconds{2});
    }
    return next(request);
}

}  // namespace soc
