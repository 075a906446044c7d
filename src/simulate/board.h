#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "domain/device_type.h"
#include "domain/mac_address.h"
#include "simulate/board_model.h"
#include "simulate/board_order.h"
#include "simulate/dice.h"
#include "simulate/local_time.h"

namespace soc::simulate {

/// What a board asks of the network. `link` 0 is the `device` module's connection; the others
/// belong to the model's sensors, in their order.
struct BoardAction {
    enum class Kind : std::uint8_t {
        connect,         ///< `topic` is the client id
        disconnect,      ///< politely
        cut,             ///< without a word: power or network is gone
        subscribe,       ///< to `topic`
        publish_status,  ///< `payload` on `topic`, QoS 0, not retained
        publish_data,
        publish_garbage,
    };
    Kind kind = Kind::connect;
    std::uint8_t link = 0;
    std::string topic;
    std::string payload;
};
using BoardActions = std::vector<BoardAction>;

/// What can be wrong with a board while it lasts.
enum class Affliction : std::uint8_t {
    no_power,    ///< it is off
    no_network,  ///< it runs and reaches no broker
    hung,        ///< connected, and neither speaks nor answers
};
inline constexpr std::size_t affliction_count = 3;

/// A board as it hangs on the wall.
struct BoardPlan {
    MacAddress mac;
    const BoardModel* model = nullptr;  ///< never null; outlives the board
    LocalTime* clock_face = nullptr;    ///< of its site; never null; outlives the board
    std::string base_topic;
    std::chrono::seconds frequency{1800};
    IntervalRange frequency_range;
    double jitter = 0;       ///< a period lasts 1 to 1 + jitter times the frequency
    double time_scale = 1;   ///< every time of the board is divided by it, the announced one too
    bool link_per_module = true;
    bool sends_data = true;
};

/// The firmware of one board as a state machine: what happened and the time go in, actions come
/// out. It owns no socket and no clock, so that a test plays a day in a millisecond. Used by one
/// thread.
class Board {
public:
    /// Everything random comes from `dice`.
    Board(BoardPlan plan, Dice dice);

    /// The board is switched on for the first time, or resets itself.
    void boot(Moment now, BoardActions& out);

    /// Begins and ends an affliction. They count: a board that lost power with its room and with
    /// its building runs again when both are over.
    void begin(Affliction affliction, Moment now, BoardActions& out);
    void end(Affliction affliction, Moment now, BoardActions& out);
    [[nodiscard]] bool has(Affliction affliction) const {
        return afflictions_[static_cast<std::size_t>(affliction)] > 0;
    }

    /// The network's answers to `connect`, and its later loss or refusal.
    void link_up(std::uint8_t link, Moment now, BoardActions& out);
    void link_lost(std::uint8_t link, Moment now, BoardActions& out);
    /// A message on a topic that the board subscribed to.
    void receive(std::string_view topic, std::string_view payload, Moment now);

    /// Does what is due at `now`. Call at `next_due()` or later.
    void advance(Moment now, BoardActions& out);
    /// When the board wants to do something next; `SteadyTime::max()` when never.
    [[nodiscard]] SteadyTime next_due() const;

    /// Sends `payload`, which is no status message, where status messages go; nothing is sent
    /// while it is not connected or hung.
    void say(std::string payload, BoardActions& out);

    [[nodiscard]] bool is_connected() const { return links_[0].state == LinkState::up; }
    [[nodiscard]] const BoardPlan& plan() const { return plan_; }
    /// What its last status message announced or the next one will.
    [[nodiscard]] std::chrono::seconds announced_frequency() const;
    [[nodiscard]] std::uint64_t orders_taken() const { return orders_taken_; }
    /// Messages over the board's packet size, in and out: they vanish.
    [[nodiscard]] std::uint64_t oversized() const { return oversized_; }
    /// A status message of now, for those who publish it themselves.
    [[nodiscard]] std::string status_now(std::string_view status, Moment now);

private:
    enum class Phase : std::uint8_t { off, booting, running };
    enum class LinkState : std::uint8_t { closed, waiting, connecting, up };
    struct Link {
        LinkState state = LinkState::closed;
        std::uint8_t failures = 0;
        SteadyTime since;     ///< up since
        SteadyTime retry_at;  ///< while waiting
        SteadyTime data_at = SteadyTime::max();
    };
    /// What follows an answer.
    enum class Then : std::uint8_t { nothing, reboot, restart, upgrade };
    struct Answer {
        SteadyTime at;
        std::string_view status;
        Then then = Then::nothing;
    };

    void start_links(Moment now, BoardActions& out);
    void open(std::uint8_t link, Moment now, BoardActions& out);
    void connection_failed(std::uint8_t link, Moment now, BoardActions& out);
    void close_all(BoardAction::Kind how, BoardActions& out);
    void shut_down(BoardAction::Kind how, BoardActions& out);
    void restart(Moment now, microseconds pause, BoardActions& out);
    void obey(const BoardOrder& order, Moment now);
    void answer(std::string_view status, Then then, Moment now);
    void give_answers(Moment now, BoardActions& out);
    void send_status(std::string_view status, Moment now, BoardActions& out);
    void send_due_data(Moment now, BoardActions& out);
    void schedule_status(Moment now);
    void publish(BoardAction message, BoardActions& out);
    [[nodiscard]] microseconds scaled(microseconds span) const;
    [[nodiscard]] std::uint8_t link_of(std::size_t sensor) const;

    BoardPlan plan_;
    Dice dice_;
    Phase phase_ = Phase::off;
    bool was_booted_ = false;
    bool start_told_ = false;  ///< the `starting` message of this boot has gone
    SteadyTime booted_at_;
    SteadyTime status_at_ = SteadyTime::max();
    SteadyTime upgraded_at_ = SteadyTime::max();
    std::array<std::uint16_t, affliction_count> afflictions_{};
    std::vector<Link> links_;
    std::vector<Answer> answers_;
    int firmware_;
    std::uint64_t orders_taken_ = 0;
    std::uint64_t oversized_ = 0;
};

}  // namespace soc::simulate
