#pragma once

#include <memory>
#include <span>
#include <utility>

#include "http/request.h"
#include "http/response.h"
#include "http/route.h"

namespace soc {

class Middleware;

/// What is left of the chain: the inner middlewares, then the answer itself.
class Next {
public:
    Next(std::span<const std::unique_ptr<Middleware>> rest, const Handler& answer)
        : rest_{rest}, answer_{answer} {}

    [[nodiscard]] Response operator()(Request& request) const;

private:
    std::span<const std::unique_ptr<Middleware>> rest_;
    const Handler& answer_;
};

/// One step around the handler: may fill in the request, may answer itself, may dress the
/// answer of the inner ones. Called from several threads at once.
class Middleware {
public:
    virtual ~Middleware() = default;
    [[nodiscard]] virtual Response handle(Request& request, const Next& next) = 0;
};

inline Response Next::operator()(Request& request) const {
    if (rest_.empty()) return answer_(request);
    return rest_.front()->handle(request, Next{rest_.subspan(1), answer_});
}

}  // namespace soc
