#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "simulate/board.h"
#include "simulate/fleet_script.h"
#include "simulate/roster.h"
#include "simulate/truth.h"

namespace soc::simulate {

/// What one board asks of the network.
struct FleetAction {
    std::uint32_t board = 0;
    BoardAction action;
};
using FleetActions = std::vector<FleetAction>;

/// What the network tells a board.
struct LinkReport {
    enum class Kind : std::uint8_t { up, lost, message };
    Kind kind = Kind::up;
    std::uint32_t board = 0;
    std::uint8_t link = 0;
    std::string topic;
    std::string payload;
};

struct FleetOptions {
    std::uint64_t seed = 1;
    double loss = 0;         ///< share of messages that vanish, each way; 0 to 1
    double time_scale = 1;   ///< the script's times are divided by it
    microseconds start_spread{0};  ///< boards are switched on one by one during this time
};

/// Figures for the status line.
struct FleetTotals {
    std::size_t boards = 0;
    std::size_t connected = 0;
    std::size_t silent = 0;  ///< registered devices that cannot or do not speak
    std::uint64_t statuses = 0;
    std::uint64_t data = 0;
    std::uint64_t lost = 0;
    std::uint64_t orders = 0;
};

/// All boards, the story of what goes wrong, and the record of what was really so. Pure like
/// `Board`: time and network come in as arguments. Used by one thread.
class Fleet {
public:
    /// `roster` and `truth` must outlive this.
    Fleet(const Roster& roster, FleetScript script, const FleetOptions& options,
          TruthWriter& truth);

    /// The boards are switched on from `now` on, spread over `start_spread`.
    void start(Moment now);
    /// Does everything that is due.
    void advance(Moment now, FleetActions& out);
    /// When `advance` has something to do next; `SteadyTime::max()` when never.
    [[nodiscard]] SteadyTime next_due() const;
    void hear(const LinkReport& report, Moment now, FleetActions& out);

    /// Writes silences that go on and what every board published. `dropped` are messages that the
    /// network side had to drop.
    void finish(Moment now, std::uint64_t dropped);

    [[nodiscard]] FleetTotals totals() const;
    /// Silent devices by the cause of their silence.
    [[nodiscard]] std::map<std::string_view, std::size_t> silent_by_cause() const;

private:
    struct OpenSilence {
        WallTime from;
        std::string_view cause;
        std::string_view place;  ///< of the script's failure, which lives as long as this
    };
    struct Player {
        Board board;
        BoardCounts counts;
        bool switched_on = false;
        SteadyTime on_at = SteadyTime::max();
        SteadyTime scheduled = SteadyTime::max();  ///< its earliest entry in `due_`
        std::optional<WallTime> last_status;
        std::optional<OpenSilence> silence;
    };
    struct Due {
        SteadyTime at;
        std::uint32_t board;
        friend bool operator>(const Due& a, const Due& b) {
            return a.at != b.at ? a.at > b.at : a.board > b.board;
        }
    };

    void apply(const ScriptEvent& event, Moment now, FleetActions& out);
    void hit(std::uint32_t index, const Failure& failure, Moment now);
    void wake(std::uint32_t index, Moment now);
    /// Takes what the board wants to do in `actions_` over into `out`, through the simulated loss.
    void pass_on(std::uint32_t index, Moment now, FleetActions& out);
    void schedule(std::uint32_t index);
    Due take_earliest();
    void begin_silence(Player& player, const OpenSilence& silence);
    void end_silence(std::uint32_t index, std::optional<WallTime> until);

    const Roster& roster_;
    FleetScript script_;
    const FleetOptions options_;
    TruthWriter& truth_;
    Dice dice_;
    Moment started_{};
    std::vector<Player> players_;
    std::vector<Due> due_;  ///< a heap, the earliest on top
    BoardActions actions_;
    std::vector<ScriptEvent> events_;
};

}  // namespace soc::simulate
