#pragma once

#include <string>
#include <vector>

#include "http/route.h"

namespace soc {

/// Finds the line of the route table that answers a request. Immutable after construction.
class Router {
public:
    /// Asserts that no two routes share method and pattern.
    explicit Router(std::vector<Route> routes);

    struct Match {
        const Route* route = nullptr;          ///< null: 404, or 405 when `allow` is not empty
        std::vector<std::string> path_values;  ///< what stood at the braces
        std::string allow;                     ///< the methods of this path, for `Allow`
    };

    /// `HEAD` finds the `GET` route of people; a `/` at the end matters where a route does not say
    /// otherwise.
    [[nodiscard]] Match find(Method method, const std::vector<std::string>& segments) const;
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

private:
    /// A route's pattern, cut at `/`; a part in braces is empty here.
    struct Pattern {
        std::vector<std::string_view> parts;
        std::size_t route = 0;
    };

    std::vector<Route> routes_;
    std::vector<Pattern> patterns_;
};

}  // namespace soc
