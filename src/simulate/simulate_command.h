#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/clock.h"

namespace soc::simulate {

/// What `sensocampus simulate` is told. Every field is one flag of the command line.
struct SimulateOptions {
    std::string campus_file;
    std::string broker = "mqtt://127.0.0.1:1883";
    std::uint64_t seed = 1;
    /// Boards' times are divided by it: 10 is ten times as fast, the announced interval too.
    double time_scale = 1;
    /// Instead of what the campus sets.
    std::optional<std::chrono::seconds> interval;
    /// Absent: until SIGINT or SIGTERM.
    std::optional<std::chrono::seconds> duration;
    /// One connection per module, as real boards have; else `connections` for all boards.
    bool shared_connections = false;
    std::size_t connections = 4;
    double loss_percent = 0;    ///< of messages, each way
    double jitter_percent = 1;  ///< a period is up to this much longer
    bool data = true;           ///< modules send data messages
    /// Boards are switched on one by one during this time.
    std::chrono::milliseconds start_spread{5000};
    /// `none`, `demonstration`, or a file (docs/campus_file.md).
    std::string failures = "none";
    std::string truth_file;  ///< empty: no truth is written

    /// Over 0: no boards are played; this many status messages are published and the program ends.
    std::uint64_t burst = 0;
    double rate = 0;  ///< of the burst, messages a second; 0: as fast as possible
    int qos = 0;      ///< of the burst, 0 or 1
};

/// Plays the boards of a campus against a real broker until the duration is over or SIGINT or
/// SIGTERM arrives (both are blocked in this thread while it runs, so call it before any other
/// thread starts). Prints one line every 10 s on standard output. Returns the exit code: 0; 1 when
/// something failed on the way; 2 when options or files are wrong, each fault on standard error.
[[nodiscard]] int simulate(const SimulateOptions& options, const Clock& clock);

}  // namespace soc::simulate
