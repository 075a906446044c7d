#pragma once

#include <sys/socket.h>

#include "core/result.h"
#include "simulate/broker_address.h"

namespace soc::simulate {

/// A resolved address of the broker.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;

    /// Asks the resolver, which may block; once at the start. `unavailable` with reason
    /// `host_unknown` when there is no such host.
    [[nodiscard]] static Result<SocketAddress> resolve(const BrokerAddress& broker);

    /// A TCP socket that connects to it without blocking, or -1.
    [[nodiscard]] int connect() const;
};

}  // namespace soc::simulate
