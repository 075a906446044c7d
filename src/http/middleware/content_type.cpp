#include "http/middleware/content_type.h"

#include "domain/text.h"

namespace soc {

Response ContentType::handle(Request& request, const Next& next) {
    const Route* route = request.route;
    if (route != nullptr && route->caller == Caller::person && route->body_bytes_max > 0) {
        const std::string_view type =
            request.headers.find("Content-Type").value_or(std::string_view{});
        if (!equals_ignoring_case(trimmed(type.substr(0, type.find(';'))), "application/json")) {
            return error_response(http_status::unsupported_media_type, "json_required");
        }
    }
    return next(request);
}

}  // namespace soc
