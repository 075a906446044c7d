#pragma once

#include "http/middleware/middleware.h"

namespace soc {

/// A change must come from a page of ours (R42): the browser says `Sec-Fetch-Site: same-origin`,
/// or its `Origin` names the host that it addressed; and where there is a session, the page knows
/// its token. 403 with `cross_site` or `csrf_token`. The control socket, boards and brokers have no
/// browser.
class Csrf final : public Middleware {
public:
    [[nodiscard]] Response handle(Request& request, const Next& next) override;
};

/// The first half, by the headers alone. `Sec-Fetch-Site` decides where it is sent, because no
/// page can forge it; a missing `Origin` is then no harm.
[[nodiscard]] bool is_same_origin(const Request& request);

}  // namespace soc
