#pragma once

#include <cstdint>

namespace soc::testing {

/// A port of 127.0.0.1 that nobody listens on now, below the range from which the system gives
/// ports to clients: nobody takes it before its server starts or while that is being restarted.
[[nodiscard]] std::uint16_t free_port();

}  // namespace soc::testing
