#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace soc {

/// An IPv4 or IPv6 address. IPv4 is held in its mapped form (`::ffff:a.b.c.d`), so that one
/// peer has one spelling whichever socket heard it.
class IpAddress {
public:
    /// `::`, which is nobody's address.
    IpAddress() = default;

    /// Accepts dotted IPv4 and textual IPv6 without zone or port. Anything else is
    /// `invalid_input` on field `address`.
    [[nodiscard]] static Result<IpAddress> parse(std::string_view text);
    [[nodiscard]] static IpAddress from_bytes(const std::array<std::uint8_t, 16>& bytes);

    [[nodiscard]] bool is_v4() const;
    /// Dotted for IPv4, RFC 5952 for IPv6.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// A range of addresses, `10.0.0.0/8` or `2001:db8::/32`; a bare address is a range of one.
class IpNetwork {
public:
    /// Bits set behind the prefix are refused, because they are mostly a mistake:
    /// `invalid_input` on field `network`.
    [[nodiscard]] static Result<IpNetwork> parse(std::string_view text);
    /// The /24 (IPv4) or /64 (IPv6) around `address`: what one person can easily own (R48).
    [[nodiscard]] static IpNetwork neighbourhood(const IpAddress& address);

    [[nodiscard]] bool contains(const IpAddress& address) const;
    [[nodiscard]] std::string to_string() const;

    friend auto operator<=>(const IpNetwork&, const IpNetwork&) = default;

private:
    IpNetwork(const IpAddress& address, unsigned prefix_bits);

    IpAddress address_;
    unsigned prefix_bits_;  ///< of the 128-bit form
};

/// Loopback, and the ranges that are routed nowhere in public (RFC 1918, RFC 4193).
[[nodiscard]] std::vector<IpNetwork> private_networks();

[[nodiscard]] bool contains(const std::vector<IpNetwork>& networks, const IpAddress& address);

}  // namespace soc
