#include "http/middleware/problems.h"

#include <boost/json/object.hpp>
#include <exception>

#include "core/log.h"
#include "wire/json_writer.h"
#include "wire/problem_json.h"

namespace soc {
namespace {

/// As `wire::problem_json`, for the statuses of HTTP itself, which no `ErrorCode` has.
std::string problem_body(int status, const Error& error, std::string_view request_id) {
    if (status == wire::http_status(error.code)) return wire::problem_json(error, request_id);
    return wire::serialize(boost::json::object{
        {"type", "about:blank"},
        {"title", wire::json_text(http_status::title(status))},
        {"status", status},
        {"reason", error.reason},
        {"request_id", wire::json_text(request_id)}});
}

Response guarded(Request& request, const Next& next) {
    try {
        return next(request);
    } catch (const std::exception& thrown) {
        log::warning_limited("handler threw", {{"path", request.target.path},
                                               {"request", request.id},
                                               {"what", thrown.what()}});
        return error_response(Error::internal("internal"));
    }
}

}  // namespace

Response Problems::handle(Request& request, const Next& next) {
    Response response = guarded(request, next);
    if (response.problem && response.body.empty()) {
        response.body = problem_body(response.status, *response.problem, request.id);
        response.headers.add("Content-Type", "application/problem+json");
    }
    return response;
}

}  // namespace soc
