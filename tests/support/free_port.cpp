#include "support/free_port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "core/random.h"

namespace soc::testing {

std::uint16_t free_port() {
    constexpr std::uint64_t first = 20'000;
    constexpr std::uint64_t count = 12'000;
    SystemRandom random;
    for (int attempt = 0; attempt < 100; ++attempt) {
        const auto port = static_cast<std::uint16_t>(first + random.next_u64() % count);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool is_free =
            bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        close(fd);
        if (is_free) return port;
    }
    std::fprintf(stderr, "test support: no free port\n");
    std::abort();
}

}  // namespace soc::testing
