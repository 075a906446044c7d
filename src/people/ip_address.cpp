#include "people/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace soc {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned mapped_prefix_bits = 96;

/// `address` with everything behind the first `bits` bits cleared.
IpAddress masked(const IpAddress& address, unsigned bits) {
    std::array<std::uint8_t, 16> bytes = address.bytes();
    for (unsigned i = 0; i < bytes.size(); ++i) {
        const unsigned kept = bits > i * 8 ? std::min(bits - i * 8, 8U) : 0;
        bytes[i] = static_cast<std::uint8_t>(bytes[i] & (0xff00U >> kept));
    }
    return IpAddress::from_bytes(bytes);
}

}  // namespace

Result<IpAddress> IpAddress::parse(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    std::array<std::uint8_t, 16> bytes{};
    // inet_pton stops at a NUL, so a text that holds one must not reach it.
    const bool fits = text.size() < terminated.size() && text.find('\0') == std::string_view::npos;
    if (fits) {
        std::copy(text.begin(), text.end(), terminated.begin());
        if (inet_pton(AF_INET6, terminated.data(), bytes.data()) == 1) return from_bytes(bytes);
        std::copy(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
        if (inet_pton(AF_INET, terminated.data(), bytes.data() + mapped_prefix.size()) == 1) {
            return from_bytes(bytes);
        }
    }
    return Error::invalid("address", "not_an_address", "an IPv4 or IPv6 address");
}

IpAddress IpAddress::from_bytes(const std::array<std::uint8_t, 16>& bytes) {
    IpAddress address;
    address.bytes_ = bytes;
    return address;
}

bool IpAddress::is_v4() const {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes_.begin());
}

std::string IpAddress::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = is_v4() ? AF_INET : AF_INET6;
    const std::uint8_t* from = bytes_.data() + (is_v4() ? mapped_prefix.size() : 0);
    SOC_ASSERT(inet_ntop(family, from, text.data(), text.size()) != nullptr);
    return text.data();
}

IpNetwork::IpNetwork(const IpAddress& address, unsigned prefix_bits)
    : address_{masked(address, prefix_bits)}, prefix_bits_{prefix_bits} {}

Result<IpNetwork> IpNetwork::parse(std::string_view text) {
    const Error refused = Error::invalid(
        "network", "not_a_network", "an address or a range such as 10.0.0.0/8 or 2001:db8::/32");
    const std::size_t slash = std::min(text.find('/'), text.size());
    const Result<IpAddress> address = IpAddress::parse(text.substr(0, slash));
    if (!address) return refused;

    const unsigned offset = address->is_v4() ? mapped_prefix_bits : 0;
    unsigned bits = 128 - offset;
    if (slash < text.size()) {
        const char* end = text.data() + text.size();
        const auto [rest, failed] = std::from_chars(text.data() + slash + 1, end, bits);
        if (failed != std::errc{} || rest != end || bits > 128 - offset) return refused;
    }
    const IpNetwork network{*address, bits + offset};
    if (network.address_ != *address) return refused;
    return network;
}

IpNetwork IpNetwork::neighbourhood(const IpAddress& address) {
    return {address, address.is_v4() ? mapped_prefix_bits + 24 : 64};
}

bool IpNetwork::contains(const IpAddress& address) const {
    return masked(address, prefix_bits_) == address_;
}

std::string IpNetwork::to_string() const {
    const unsigned offset =
        address_.is_v4() && prefix_bits_ >= mapped_prefix_bits ? mapped_prefix_bits : 0;
    return address_.to_string() + "/" + std::to_string(prefix_bits_ - offset);
}

std::vector<IpNetwork> private_networks() {
    std::vector<IpNetwork> networks;
    for (const char* text : {"127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12",
                             "192.168.0.0/16", "fc00::/7"}) {
        networks.push_back(*IpNetwork::parse(text));
    }
    return networks;
}

bool contains(const std::vector<IpNetwork>& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const IpNetwork& network) { return network.contains(address); });
}

}  // namespace soc
