#include "http/response.h"

#include "wire/problem_json.h"

namespace soc {

std::string_view http_status::title(int status) {
    switch (status) {
        case ok: return "OK";
        case created: return "Created";
        case no_content: return "No Content";
        case not_modified: return "Not Modified";
        case bad_request: return "Bad Request";
        case unauthorized: return "Unauthorized";
        case forbidden: return "Forbidden";
        case not_found: return "Not Found";
        case method_not_allowed: return "Method Not Allowed";
        case request_timeout: return "Request Timeout";
        case conflict: return "Conflict";
        case content_too_large: return "Content Too Large";
        case uri_too_long: return "URI Too Long";
        case unsupported_media_type: return "Unsupported Media Type";
        case expectation_failed: return "Expectation Failed";
        case too_many_requests: return "Too Many Requests";
        case header_fields_too_large: return "Request Header Fields Too Large";
        case internal_server_error: return "Internal Server Error";
        case not_implemented: return "Not Implemented";
        case service_unavailable: return "Service Unavailable";
        case version_not_supported: return "HTTP Version Not Supported";
        default: return "Unknown";
    }
}

Response&& Response::with_header(std::string name, std::string value) && {
    headers.add(std::move(name), std::move(value));
    return std::move(*this);
}

std::size_t Response::body_bytes() const {
    return shared_body ? shared_body->size() : body.size();
}

Response json_response(int status, std::string body) {
    return text_response(status, "application/json", std::move(body));
}

Response text_response(int status, std::string content_type, std::string body) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers.add("Content-Type", std::move(content_type));
    return response;
}

Response no_content() {
    Response response;
    response.status = http_status::no_content;
    return response;
}

Response error_response(Error error) {
    Response response;
    response.status = wire::http_status(error.code);
    response.problem = std::move(error);
    return response;
}

Response error_response(int status, std::string reason) {
    Response response;
    response.status = status;
    response.problem = Error{ErrorCode::invalid_input, {}, std::move(reason), {}, {}};
    return response;
}

Response retry_later(Error error, std::chrono::seconds after) {
    return error_response(std::move(error))
        .with_header("Retry-After", std::to_string(after.count()));
}

}  // namespace soc
