#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "domain/ids.h"

namespace soc::simulate {

/// What one board really did.
struct BoardCounts {
    std::uint64_t statuses = 0;   ///< handed to the network
    std::uint64_t data = 0;
    std::uint64_t lost = 0;       ///< statuses and data that the simulated loss took
    std::uint64_t orders = 0;     ///< taken by the board
    std::uint64_t garbage = 0;
    std::uint64_t oversized = 0;  ///< over the board's packet size, in or out
};

/// A device that said nothing, and why.
struct Silence {
    DeviceId device;
    WallTime from;                        ///< when it began: the cause, not the missing message
    std::optional<WallTime> until;        ///< its next status; absent: to the end of the run
    std::optional<WallTime> last_status;  ///< the one before
    std::string_view cause;
    std::string_view place;
};

/// The truth file: one JSON object a line, `event` says which kind (docs/campus_file.md, Truth).
/// Lines are flushed as they come. Used by one thread.
class TruthWriter {
public:
    /// `out` must outlive this.
    explicit TruthWriter(std::ostream& out) : out_{out} {}

    void run(std::string_view campus, std::uint64_t seed, std::size_t boards, WallTime now);
    /// A board whose place or identity the registry does not know: `misplaced`, `unknown`,
    /// `sandbox`.
    void guest(std::string_view event, std::string_view identifier, std::string_view topic);
    void silence(const Silence& silence);
    void published(std::string_view identifier, const std::optional<DeviceId>& device,
                   const BoardCounts& counts);
    void end(std::uint64_t statuses, std::uint64_t dropped, WallTime now);

private:
    void line(std::string_view text);

    std::ostream& out_;
};

}  // namespace soc::simulate
