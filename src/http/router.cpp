#include "http/router.h"

#include <algorithm>
#include <span>

#include "core/assert.h"

namespace soc {
namespace {

std::vector<std::string_view> split(std::string_view pattern) {
    SOC_ASSERT(pattern.starts_with('/'));
    std::vector<std::string_view> parts;
    for (std::size_t begin = 1; begin <= pattern.size();) {
        const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
        const std::string_view part = pattern.substr(begin, end - begin);
        parts.push_back(part.starts_with('{') ? std::string_view{} : part);
        begin = end + 1;
    }
    return parts;
}

using Segments = std::span<const std::string>;

bool fits(const std::vector<std::string_view>& parts, Segments segments) {
    return std::equal(parts.begin(), parts.end(), segments.begin(), segments.end(),
                      [](std::string_view part, const std::string& segment) {
                          return part.empty() ? !segment.empty() : part == segment;
                      });
}

void add_method(std::string& allow, const Route& route) {
    if (!allow.empty()) allow += ", ";
    allow += to_word(route.method);
    if (route.method == Method::get && route.caller == Caller::person) allow += ", HEAD";
}

Segments without_last_if_empty(Segments segments) {
    const bool ends_with_slash = segments.size() > 1 && segments.back().empty();
    return ends_with_slash ? segments.first(segments.size() - 1) : segments;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_{std::move(routes)} {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        SOC_ASSERT(routes_[i].handler != nullptr);
        patterns_.push_back({split(routes_[i].pattern), i});
        for (std::size_t j = 0; j < i; ++j) {
            SOC_ASSERT(routes_[i].method != routes_[j].method ||
                       patterns_[i].parts != patterns_[j].parts);
        }
    }
}

Router::Match Router::find(Method method, const std::vector<std::string>& segments) const {
    Match match;
    for (const Pattern& pattern : patterns_) {
        const Route& route = routes_[pattern.route];
        if (!fits(pattern.parts, route.also_with_slash ? without_last_if_empty(segments)
                                                       : Segments{segments})) {
            continue;
        }
        const bool by_head = method == Method::head && route.caller == Caller::person;
        if (route.method != (by_head ? Method::get : method)) {
            add_method(match.allow, route);
            continue;
        }
        match.route = &route;
        match.path_values.clear();
        for (std::size_t i = 0; i < pattern.parts.size(); ++i) {
            if (pattern.parts[i].empty()) match.path_values.push_back(segments[i]);
        }
        return match;
    }
    return match;
}

}  // namespace soc
