#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace soc::testing {

/// What came back. Field names are in lower case; a repeated field is joined by `, `.
struct HttpAnswer {
    int status = 0;  ///< 0: the connection ended without an answer
    std::string status_line;
    std::map<std::string, std::string> fields;
    std::string body;

    [[nodiscard]] std::string field(const std::string& name) const;
    /// The text member `name` of a JSON body, for example `reason`; empty when there is none.
    [[nodiscard]] std::string member(const std::string& name) const;
};

/// `404 not_found`: the status with a problem's reason; the status alone when it is none.
[[nodiscard]] std::string summary(const HttpAnswer& answer);

/// A bare connection to a server: bytes go out as they are given, so that a test can send what no
/// proper client would. Waits at most five seconds for anything.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port, const std::string& from = "127.0.0.1");
    [[nodiscard]] static HttpClient to_socket(const std::string& path);
    ~HttpClient();
    HttpClient(HttpClient&& other) noexcept;
    HttpClient& operator=(HttpClient&&) = delete;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    [[nodiscard]] bool is_connected() const { return socket_ >= 0; }
    /// False when the peer no longer takes it.
    bool send(std::string_view bytes);
    /// The next answer; `head_only` for HEAD, whose length says nothing about what follows.
    [[nodiscard]] HttpAnswer read_answer(bool head_only = false);
    /// Sends, then reads.
    [[nodiscard]] HttpAnswer exchange(std::string_view bytes);

    /// The head of an answer without its body, for streams.
    [[nodiscard]] HttpAnswer read_head();
    /// Everything up to and with `mark`, chunk framing included; what came, when it never does.
    [[nodiscard]] std::string read_until(std::string_view mark);
    /// Whether the peer ends the connection within `patience`; drops what comes before.
    [[nodiscard]] bool ends_within(std::chrono::milliseconds patience);
    /// The peer sees the end of what we send.
    void finish_sending();

private:
    HttpClient() = default;
    [[nodiscard]] bool receive(std::chrono::milliseconds patience);

    int socket_ = -1;
    std::string received_;
};

}  // namespace soc::testing
