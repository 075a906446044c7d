#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "people/ip_address.h"

namespace soc {

/// Where a request really came from.
struct Origin {
    IpAddress client;
    bool secure = false;
    std::string prefix;
};

/// The right-most entry of X-Forwarded-For that is no trusted proxy (R41): everything left of it
/// was written by somebody whom we do not know. When all are trusted, the left-most; an entry
/// that is no address ends the walk at its right neighbour. Ports are dropped.
[[nodiscard]] IpAddress forwarded_client(std::string_view field, const IpAddress& peer,
                                         const std::vector<IpNetwork>& trusted);

/// The path prefix of X-Forwarded-Prefix without a trailing `/`; empty when it is not a plain
/// absolute path.
[[nodiscard]] std::string forwarded_prefix(std::string_view field);

/// What the headers say, if the peer may say it; else the peer itself and plain http.
[[nodiscard]] Origin origin_of(const Request& request, const std::vector<IpNetwork>& trusted);

}  // namespace soc
