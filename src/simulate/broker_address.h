#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc::simulate {

/// Where the broker is, and as whom the boards sign in (nobody when `login` is empty).
struct BrokerAddress {
    std::string host;
    std::uint16_t port = 1883;
    std::string login;
    std::string password;

    /// `mqtt://[login[:password]@]host[:port]`; `%xx` is decoded in login and password, an IPv6
    /// address stands in brackets. `invalid_input` on `broker`; `mqtts://` is refused with reason
    /// `tls_not_simulated` (docs/adr/050).
    [[nodiscard]] static Result<BrokerAddress> parse(std::string_view url);

    friend bool operator==(const BrokerAddress&, const BrokerAddress&) = default;
};

}  // namespace soc::simulate
