#include "wire/problem_json.h"

#include <boost/json/object.hpp>

#include "wire/json_writer.h"

namespace soc::wire {

int http_status(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input: return 400;
        case ErrorCode::unauthenticated: return 401;
        case ErrorCode::forbidden: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::conflict: return 409;
        case ErrorCode::too_large: return 413;
        case ErrorCode::slow_down: return 429;
        case ErrorCode::unavailable: return 503;
        case ErrorCode::internal: return 500;
    }
    return 500;
}

std::string_view http_status_words(int status) {
    switch (status) {
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 409: return "Conflict";
        case 413: return "Content Too Large";
        case 429: return "Too Many Requests";
        case 503: return "Service Unavailable";
        default: return "Internal Server Error";
    }
}

std::string problem_json(const Error& error, std::string_view request_id) {
    const int status = http_status(error.code);
    boost::json::object problem;
    problem["type"] = "about:blank";
    problem["title"] = http_status_words(status);
    problem["status"] = status;
    problem["reason"] = error.reason;
    if (!error.field.empty()) problem["field"] = error.field;
    if (!error.allowed.empty()) problem["allowed"] = error.allowed;
    problem["request_id"] = request_id;
    return serialize(problem);
}

}  // namespace soc::wire
