#include "simulate/broker_address.h"

#include <charconv>
#include <optional>

#include "domain/hex.h"

namespace soc::simulate {
namespace {

constexpr std::string_view usual = "mqtt://[login[:password]@]host[:port]";

std::optional<std::string> decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failure != std::errc{} || end != text.data() + text.size() || port == 0) {
        return std::nullopt;
    }
    return port;
}

/// Splits `host[:port]` or `[v6]:port`; false when it is neither.
bool read_host(std::string_view text, BrokerAddress& address) {
    std::string_view host = text;
    std::string_view rest;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == text.npos) return false;
        host = text.substr(1, end - 1);
        rest = text.substr(end + 1);
    } else if (const std::size_t colon = text.find(':'); colon != text.npos) {
        host = text.substr(0, colon);
        rest = text.substr(colon);
    }
    if (!rest.empty()) {
        const auto port = rest.front() == ':' ? port_of(rest.substr(1)) : std::nullopt;
        if (!port) return false;
        address.port = *port;
    }
    address.host = host;
    return !host.empty() && host.find_first_of("/?# ") == host.npos;
}

}  // namespace

Result<BrokerAddress> BrokerAddress::parse(std::string_view url) {
    constexpr std::string_view scheme = "mqtt://";
    if (url.starts_with("mqtts://")) {
        return Error::invalid("broker", "tls_not_simulated", std::string{usual});
    }
    const Error refused = Error::invalid("broker", "not_a_broker_url", std::string{usual});
    if (!url.starts_with(scheme)) return refused;
    url.remove_prefix(scheme.size());
    BrokerAddress address;
    if (const std::size_t at = url.rfind('@'); at != url.npos) {
        const std::string_view who = url.substr(0, at);
        const std::size_t colon = who.find(':');
        const auto login = decoded(who.substr(0, colon));
        const auto password =
            colon == who.npos ? std::optional{std::string{}} : decoded(who.substr(colon + 1));
        if (!login || !password || login->empty()) return refused;
        address.login = *login;
        address.password = *password;
        url.remove_prefix(at + 1);
    }
    if (!read_host(url, address)) return refused;
    return address;
}

}  // namespace soc::simulate
