#include "support/tcp_gate.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/assert.h"

namespace soc::testing {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// `MQTT` and the version byte follow the fixed header, which is two or three bytes long here.
bool is_version_5_connect(std::string_view bytes) {
    const auto name = bytes.find("MQTT");
    return bytes.starts_with('\x10') && name != std::string_view::npos && name < 8 &&
           name + 4 < bytes.size() && bytes[name + 4] == 5;
}

}  // namespace

TcpGate::TcpGate(std::uint16_t broker_port, bool only_version_311)
    : broker_port_{broker_port}, only_version_311_{only_version_311} {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    SOC_ASSERT(bind(listener_, generic, size) == 0);
    SOC_ASSERT(listen(listener_, 16) == 0);
    SOC_ASSERT(getsockname(listener_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

TcpGate::~TcpGate() {
    stop_ = true;
    thread_.join();
    for (const Pair& pair : pairs_) {
        close(pair.client);
        close(pair.broker);
    }
    close(listener_);
}

std::string TcpGate::sent_by_clients() const {
    return sent_.with([](const std::string& text) { return text; });
}

void TcpGate::run() {
    while (!stop_) {
        std::vector<pollfd> descriptors{{listener_, POLLIN, 0}};
        for (const Pair& pair : pairs_) {
            descriptors.push_back({pair.client, POLLIN, 0});
            descriptors.push_back({pair.broker, POLLIN, 0});
        }
        poll(descriptors.data(), descriptors.size(), 20);
        std::vector<Pair> alive;
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            const Pair& pair = pairs_[i];
            const bool goes_on =
                (descriptors[1 + 2 * i].revents == 0 || pass(pair, true)) &&
                (descriptors[2 + 2 * i].revents == 0 || pass(pair, false));
            if (goes_on) {
                alive.push_back(pair);
            } else {
                close(pair.client);
                close(pair.broker);
            }
        }
        pairs_ = std::move(alive);
        if (descriptors[0].revents != 0) accept_one();
    }
}

void TcpGate::accept_one() {
    const sockaddr_in address = loopback(broker_port_);
    const Pair pair{accept(listener_, nullptr, nullptr),
                    socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    SOC_ASSERT(connect(pair.broker, reinterpret_cast<const sockaddr*>(&address),
                       sizeof address) == 0);
    pairs_.push_back(pair);
}

bool TcpGate::pass(const Pair& pair, bool from_client) {
    std::array<char, 4'096> buffer{};
    const ssize_t length = recv(from_client ? pair.client : pair.broker, buffer.data(),
                                buffer.size(), MSG_DONTWAIT);
    if (length <= 0) return false;
    const std::string_view bytes{buffer.data(), static_cast<std::size_t>(length)};
    if (from_client) {
        sent_.with([&](std::string& text) { text += bytes; });
        if (only_version_311_ && is_version_5_connect(bytes)) {
            constexpr std::string_view unacceptable{"\x20\x02\x00\x01", 4};
            send(pair.client, unacceptable.data(), unacceptable.size(), MSG_NOSIGNAL);
            return false;
        }
        // Our clients send it by itself: they wait for CONNACK before, and for SUBACK after.
        if (swallow_subscribe_ && bytes.starts_with('\x82')) return true;
    }
    return send(from_client ? pair.broker : pair.client, bytes.data(), bytes.size(),
                MSG_NOSIGNAL) == length;
}

}  // namespace soc::testing
