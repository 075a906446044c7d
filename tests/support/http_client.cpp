#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/clock.h"

namespace soc::testing {
namespace {

constexpr std::chrono::milliseconds patience{5'000};

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// `4\r\nabcd\r\n0\r\n\r\n` gives `abcd`; nothing when it is not complete.
std::optional<std::string> dechunk(std::string& received) {
    std::string body;
    std::size_t at = 0;
    for (;;) {
        const std::size_t eol = received.find("\r\n", at);
        if (eol == std::string::npos) return std::nullopt;
        const std::size_t size = std::stoul(received.substr(at, eol - at), nullptr, 16);
        if (received.size() < eol + 2 + size + 2) return std::nullopt;
        body += received.substr(eol + 2, size);
        at = eol + 2 + size + 2;
        if (size == 0) break;
    }
    received.erase(0, at);
    return body;
}

}  // namespace

std::string HttpAnswer::field(const std::string& name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

std::string HttpAnswer::member(const std::string& name) const {
    const std::string key = '"' + name + "\":\"";
    const std::size_t begin = body.find(key);
    if (begin == std::string::npos) return {};
    const std::size_t value = begin + key.size();
    return body.substr(value, body.find('"', value) - value);
}

std::string summary(const HttpAnswer& answer) {
    const std::string reason = answer.member("reason");
    return std::to_string(answer.status) + (reason.empty() ? "" : " " + reason);
}

HttpClient::HttpClient(std::uint16_t port, const std::string& from)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in local{};
    local.sin_family = AF_INET;
    inet_pton(AF_INET, from.c_str(), &local.sin_addr);
    sockaddr_in remote = local;
    inet_pton(AF_INET, "127.0.0.1", &remote.sin_addr);
    remote.sin_port = htons(port);
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0 ||
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&remote), sizeof remote) != 0) {
        ::close(std::exchange(socket_, -1));
    }
}

HttpClient HttpClient::to_socket(const std::string& path) {
    HttpClient client;
    client.socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un remote{};
    remote.sun_family = AF_UNIX;
    path.copy(remote.sun_path, sizeof remote.sun_path - 1);
    if (::connect(client.socket_, reinterpret_cast<const sockaddr*>(&remote), sizeof remote) != 0) {
        ::close(std::exchange(client.socket_, -1));
    }
    return client;
}

HttpClient::~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)} {}

bool HttpClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::receive(std::chrono::milliseconds wait) {
    pollfd ready{socket_, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) return false;
    std::array<char, 16 * 1024> bytes{};
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count <= 0) return false;
    received_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
}

HttpAnswer HttpClient::read_head() {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive(patience)) return {};
    }
    const std::string head = received_.substr(0, end + 2);
    received_.erase(0, end + 4);

    HttpAnswer answer;
    answer.status_line = head.substr(0, head.find("\r\n"));
    if (answer.status_line.size() > 12) answer.status = std::stoi(answer.status_line.substr(9, 3));
    for (std::size_t at = answer.status_line.size() + 2; at < head.size();) {
        const std::size_t eol = head.find("\r\n", at);
        const std::size_t colon = head.find(": ", at);
        std::string& value = answer.fields[lower(head.substr(at, colon - at))];
        if (!value.empty()) value += ", ";
        value += head.substr(colon + 2, eol - colon - 2);
        at = eol + 2;
    }
    return answer;
}

HttpAnswer HttpClient::read_answer(bool head_only) {
    HttpAnswer answer = read_head();
    if (head_only) return answer;
    if (answer.field("transfer-encoding") == "chunked") {
        std::optional<std::string> body;
        while (!(body = dechunk(received_)) && receive(patience)) {
        }
        answer.body = body.value_or("");
        return answer;
    }
    const std::string length = answer.field("content-length");
    const std::size_t size = length.empty() ? 0 : std::stoul(length);
    while (received_.size() < size && receive(patience)) {
    }
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
}

HttpAnswer HttpClient::exchange(std::string_view bytes) {
    send(bytes);
    return read_answer(bytes.starts_with("HEAD "));
}

std::string HttpClient::read_until(std::string_view mark) {
    std::size_t found = 0;
    while ((found = received_.find(mark)) == std::string::npos) {
        if (!receive(patience)) return std::exchange(received_, {});
    }
    std::string taken = received_.substr(0, found + mark.size());
    received_.erase(0, found + mark.size());
    return taken;
}

bool HttpClient::ends_within(std::chrono::milliseconds wait) {
    const SteadyTime until = SystemClock{}.now().steady + wait;
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - SystemClock{}.now().steady);
        if (left.count() <= 0) return false;
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, static_cast<int>(left.count())) <= 0) return false;
        if (!receive(left)) return true;
    }
}

void HttpClient::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

}  // namespace soc::testing
