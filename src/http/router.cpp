#include "http/router.h"

#include <algorithm>

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

bool fits(const std::vector<std::string_view>& parts, const std::vector<std::string>& segments) {
    return std::equal(parts.begin(), parts.end(), segments.begin(), segments.end(),
                      [](std::string_view part, const std::string& segment) {
                          return part.empty() ? !segment.empty() : part == segment;
                      });
}

void add_method(std::string& allow, Method method) {
    if (!allow.empty()) allow += ", ";
    allow += to_word(method);
    if (method == Method::get) allow += ", HEAD";
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
    const Method wanted = method == Method::head ? Method::get : method;
    Match match;
    for (const Pattern& pattern : patterns_) {
        if (!fits(pattern.parts, segments)) continue;
        const Route& route = routes_[pattern.route];
        if (route.method != wanted) {
            add_method(match.allow, route.method);
            continue;
        }
        match.route = &route;
        match.path_values.clear();
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (pattern.parts[i].empty()) match.path_values.push_back(segments[i]);
        }
        return match;
    }
    return match;
}

}  // namespace soc
