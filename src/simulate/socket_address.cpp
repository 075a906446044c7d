#include "simulate/socket_address.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace soc::simulate {

Result<SocketAddress> SocketAddress::resolve(const BrokerAddress& broker) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(broker.port);
    const int failure = getaddrinfo(broker.host.c_str(), port.c_str(), &hints, &found);
    if (failure != 0) return Error::unavailable("host_unknown", gai_strerror(failure));
    SocketAddress address;
    address.length = found->ai_addrlen;
    std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return address;
}

int SocketAddress::connect() const {
    const int socket =
        ::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    if (socket < 0) return -1;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto* address = reinterpret_cast<const sockaddr*>(&storage);
    if (::connect(socket, address, length) == 0 || errno == EINPROGRESS) return socket;
    ::close(socket);
    return -1;
}

}  // namespace soc::simulate
