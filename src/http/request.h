#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "http/header_fields.h"
#include "http/request_target.h"
#include "people/ip_address.h"
#include "people/session_token.h"
#include "service/principal.h"

namespace soc {

struct Route;

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

[[nodiscard]] std::string_view to_word(Method method);

/// By which door a request came in.
enum class Channel : std::uint8_t {
    tcp,
    control,  ///< the UNIX socket in the data directory: its peer is the administrator `local`
};

/// One request as handlers see it: checked, decoded, with no trace of the HTTP library.
struct Request {
    // From the wire.
    Method method = Method::get;
    RequestTarget target;
    HeaderFields headers;
    std::string body;
    Channel channel = Channel::tcp;
    IpAddress peer;  ///< the other end of the connection
    Moment received;

    // From the route table.
    const Route* route = nullptr;          ///< null for the files of the web pages
    std::vector<std::string> path_values;  ///< of `{...}` in the pattern, in order

    // From the middlewares, in their order (http/pipeline.h).
    std::string id;      ///< goes out as X-Request-Id
    IpAddress client;    ///< the peer, or what a trusted proxy says (R41)
    bool secure = false; ///< the reader speaks https, perhaps to a trusted proxy
    std::string prefix;  ///< path under which a trusted proxy shows us; empty or `/x`
    std::optional<SessionToken> session_token;
    std::optional<Principal> principal;  ///< there on every route that needs a right

    /// The reader; asserts that the route needs one.
    [[nodiscard]] const Principal& reader() const;
    /// The host that the reader addressed: of an absolute target, else of `Host`.
    [[nodiscard]] std::string_view host() const;
};

}  // namespace soc
