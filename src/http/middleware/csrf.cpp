#include "http/middleware/csrf.h"

namespace soc {
namespace {

bool changes_something(Method method) {
    return method != Method::get && method != Method::head;
}

}  // namespace

bool is_same_origin(const Request& request) {
    if (request.headers.count("Origin") > 1 || request.headers.count("Sec-Fetch-Site") > 1) {
        return false;
    }
    if (const auto site = request.headers.find("Sec-Fetch-Site")) return *site == "same-origin";

    const std::string_view origin = request.headers.find("Origin").value_or(std::string_view{});
    const std::size_t scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos || request.host().empty()) return false;
    return equals_ignoring_case(origin.substr(scheme_end + 3), request.host());
}

Response Csrf::handle(Request& request, const Next& next) {
    const bool is_of_program =
        request.channel == Channel::control ||
        (request.route != nullptr && request.route->caller != Caller::person);
    if (!changes_something(request.method) || is_of_program) return next(request);
    if (!is_same_origin(request)) return error_response(Error::forbidden("cross_site"));
    if (request.session_token) {
        const auto token = request.headers.find("X-CSRF-Token");
        if (!token || !request.session_token->csrf_matches(*token)) {
            return error_response(Error::forbidden("csrf_token"));
        }
    }
    return next(request);
}

}  // namespace soc
