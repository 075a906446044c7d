#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "people/ip_address.h"

namespace soc {

struct ListenAddress {
    std::string host = "127.0.0.1";  ///< an address, not a name
    std::uint16_t port = 8000;       ///< 0: the system chooses (`HttpServer::port` tells)
};

/// Everything that an operator or a test may set about the HTTP server.
struct HttpOptions {
    std::vector<ListenAddress> listen{ListenAddress{}};
    /// UNIX socket, mode 0600, whose peer is the administrator `local` (R24); empty: none.
    /// A socket that a dead server left there is replaced.
    std::string control_socket;
    /// Only these may say whom they speak for (R41).
    std::vector<IpNetwork> trusted_proxies;
    /// Only these may ask what is for brokers (R34).
    std::vector<IpNetwork> auth_clients = private_networks();

    std::size_t connections_max = 1'024;
    /// One that is no trusted proxy must leave room for others, who ask for our health perhaps.
    std::size_t connections_per_address_max = 512;
    std::size_t requests_per_connection_max = 1'000;
    std::size_t streams_max = 512;
    std::size_t streams_per_session_max = 8;
    std::size_t fast_threads = 4;
    std::size_t stored_threads = 4;
    std::size_t slow_threads = 2;

    /// From the first byte of a request (or from the connection) to the end of its header.
    std::chrono::milliseconds header_timeout{10'000};
    /// From the end of the header to the end of the body.
    std::chrono::milliseconds body_timeout{30'000};
    /// Between two requests of one connection.
    std::chrono::milliseconds idle_timeout{60'000};
    /// For one whole answer, and for one chunk of a stream.
    std::chrono::milliseconds write_timeout{20'000};
    /// A request that waited longer than this for a thread is answered 503 `busy`.
    std::chrono::milliseconds queue_timeout{10'000};
    /// How long `stop` lets open requests finish.
    std::chrono::milliseconds stop_timeout{5'000};
    /// How often an event stream looks for news; R42 wants it well under a second.
    std::chrono::milliseconds stream_period{500};
};

}  // namespace soc
