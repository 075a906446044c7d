#pragma once

#include <cstddef>
#include <cstdint>

#include "domain/campus.h"

namespace soc::simulate {

/// The campus that `./run` shows to a newcomer, clearly named so: 3 sites (one abroad, in another
/// time zone), 12 buildings, 60 rooms on floors, 300 devices of eight types, most of them boards
/// that report every 15 to 60 s, some that nobody hears (LoRaWAN, other), a few planned, retired
/// or disabled. Base topics fit the boards' buffers (contract/firmware.md). One seed always gives
/// the same campus, UUIDs and hardware addresses included.
[[nodiscard]] Campus demonstration_campus(std::uint64_t seed);

/// A regular campus for tests and measurements: `devices` boards (1 to 1,000,000) of one type
/// with a 30-minute interval, in 8 sites, 48 buildings or more and one room for ten boards.
[[nodiscard]] Campus grid_campus(std::uint64_t seed, std::size_t devices);

}  // namespace soc::simulate
