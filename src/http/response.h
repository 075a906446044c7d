#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/error.h"
#include "http/header_fields.h"

namespace soc {

/// The status codes that this server gives.
namespace http_status {
inline constexpr int ok = 200;
inline constexpr int created = 201;
inline constexpr int no_content = 204;
inline constexpr int not_modified = 304;
inline constexpr int bad_request = 400;
inline constexpr int unauthorized = 401;
inline constexpr int forbidden = 403;
inline constexpr int not_found = 404;
inline constexpr int method_not_allowed = 405;
inline constexpr int request_timeout = 408;
inline constexpr int conflict = 409;
inline constexpr int content_too_large = 413;
inline constexpr int uri_too_long = 414;
inline constexpr int unsupported_media_type = 415;
inline constexpr int expectation_failed = 417;
inline constexpr int too_many_requests = 429;
inline constexpr int header_fields_too_large = 431;
inline constexpr int internal_server_error = 500;
inline constexpr int not_implemented = 501;
inline constexpr int service_unavailable = 503;
inline constexpr int version_not_supported = 505;

/// `Not Found`; `Unknown` for a code that is not above.
[[nodiscard]] std::string_view title(int status);
}  // namespace http_status

/// A body that is made while it is sent. The server asks for more twice a second, on the fast
/// lane; calls never overlap. While the reader does not read, nothing is asked.
class ResponseStream {
public:
    struct Chunk {
        std::string bytes;  ///< empty: nothing to say now
        bool last = false;  ///< close after these bytes
    };

    virtual ~ResponseStream() = default;
    [[nodiscard]] virtual Chunk next(Moment now) = 0;
    /// Whether the reader may still be served; asked even while a write is stuck. Must not block.
    [[nodiscard]] virtual bool is_allowed(Moment now) = 0;
};

/// One answer. Handlers make it with the functions below.
struct Response {
    int status = http_status::ok;
    HeaderFields headers;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  ///< instead of `body`: a file in memory
    std::shared_ptr<ResponseStream> stream;          ///< instead of both
    std::optional<Error> problem;  ///< becomes `application/problem+json` on the way out
    bool close = false;            ///< end the connection after it

    [[nodiscard]] Response&& with_header(std::string name, std::string value) &&;
    [[nodiscard]] std::size_t body_bytes() const;
};

/// `body` is JSON already.
[[nodiscard]] Response json_response(int status, std::string body);
[[nodiscard]] Response text_response(int status, std::string content_type, std::string body);
[[nodiscard]] Response no_content();

/// The status is that of `error.code`; `detail` is not read.
[[nodiscard]] Response error_response(Error error);
/// For statuses that no `ErrorCode` has, for example 405.
[[nodiscard]] Response error_response(int status, std::string reason);
/// 429 and 503 with `Retry-After`.
[[nodiscard]] Response retry_later(Error error, std::chrono::seconds after);

}  // namespace soc
