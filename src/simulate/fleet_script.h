#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "simulate/failure.h"
#include "simulate/roster.h"
#include "wire/fault_list.h"

namespace soc::simulate {

/// The beginning or the end of a failure; a moment only begins.
struct ScriptEvent {
    std::size_t failure = 0;  ///< position in `FleetScript::failures()`
    bool begins = true;
};

/// What goes wrong, and when: a list made beforehand, so that one seed is one story. Times count
/// from the start of the simulation.
class FleetScript {
public:
    /// Nothing goes wrong.
    FleetScript() = default;
    /// With a `period`, longer than every failure's end, the story begins anew after it.
    explicit FleetScript(std::vector<Failure> failures,
                         std::optional<microseconds> period = std::nullopt);

    /// Appends what is due at `elapsed`, in the order of time; ends before beginnings.
    void take_due(microseconds elapsed, std::vector<ScriptEvent>& out);
    [[nodiscard]] std::optional<microseconds> next_due() const;
    [[nodiscard]] const std::vector<Failure>& failures() const { return failures_; }

private:
    struct Entry {
        microseconds at;
        ScriptEvent event;
    };
    std::vector<Failure> failures_;
    std::vector<Entry> entries_;
    std::optional<microseconds> period_;
    std::size_t next_ = 0;
    microseconds round_start_{0};
};

/// A week of ordinary trouble that repeats itself: single boards that die and come back, hang or
/// reset themselves, a room without power, a building without Wi-Fi, a site's link cut, a board
/// that sends garbage. The first of each comes within minutes, since somebody is looking.
[[nodiscard]] FleetScript demonstration_script(const Roster& roster, std::uint64_t seed);

/// What a failures file holds (docs/campus_file.md, Failures), with all its faults.
struct ScriptReading {
    FleetScript script;
    std::vector<wire::DocumentFault> faults;  ///< at most 100
};
[[nodiscard]] ScriptReading read_script(std::string_view text, const Roster& roster);

}  // namespace soc::simulate
