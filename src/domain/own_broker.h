#pragma once

#include <cstdint>
#include <string>

namespace soc {

/// The broker of a device that does not use the boards' default: told to it with its login.
struct OwnBroker {
    std::string server;  ///< a name or address; boards keep 63 characters
    std::uint16_t port = 0;

    friend bool operator==(const OwnBroker&, const OwnBroker&) = default;
};

}  // namespace soc
