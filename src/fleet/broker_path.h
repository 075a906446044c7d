#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "domain/blind_interval.h"

namespace soc {

/// A message of our own that must come back the way statuses come (R8). The first one of a
/// connection is also the marker behind its backlog (R10).
struct CanaryNumber {
    std::uint32_t generation = 0;  ///< of the ingest connection when it was sent
    std::uint64_t number = 0;      ///< counts up from 1 while the process runs
};

struct BrokerPathOptions {
    microseconds canary_every = seconds{10};
    microseconds proof_every = seconds{1};   ///< between canaries that are asked for
    microseconds blind_after = seconds{25};  ///< two canaries and a half
    bool proves = true;  ///< false: we may not publish (SIM=1), so nothing is ever proven
};

/// Whether one broker is heard: the proof behind every "missing" (R8 to R11). Pure: facts and
/// time in, state out. Owned by the ingest loop.
class BrokerPath {
public:
    enum class State : std::uint8_t { connecting, heard, blind, not_proven };

    /// `last_canary` is what the database holds of the process before; absent means that nothing
    /// before `now` was ever proven.
    BrokerPath(BrokerPathOptions options, Moment now, std::optional<WallTime> last_canary);

    /// Blind intervals of earlier runs, the oldest first: a deadline that one of them moved stays
    /// moved (R9). Only at the start.
    struct PastBlindness {
        WallTime since;
        WallTime until;
        BlindReason reason = BlindReason::start;
    };
    void remember(const std::vector<PastBlindness>& past, Moment now);

    // -- facts ------------------------------------------------------------------------------
    void ingest_up(std::uint32_t generation, Moment at);
    void ingest_down(std::string reason, Moment at);
    void messages_dropped(Moment at);
    /// The connection that sends canaries is there (again): do not wait for the next one's turn.
    void canary_wanted(Moment at);
    /// Somebody waits for a canary that left at `time` or later (R11): the next one does not wait
    /// for its turn, unless such a one is on its way already.
    void proof_wanted(SteadyTime time);
    /// True when this canary counts: it belongs to the present connection and is not older than
    /// one that came back already.
    bool canary_heard(CanaryNumber canary, Moment at);

    // -- time -------------------------------------------------------------------------------
    /// The canary to send now, if one is due. It is due at once after `ingest_up`.
    [[nodiscard]] std::optional<CanaryNumber> canary_due(Moment now);
    /// Notices silence; true when both connections should be opened again.
    /// `reading` is false while commits fail: then the fault is ours and nothing is reopened.
    [[nodiscard]] bool tick(Moment now, bool reading);
    /// When `canary_due` or `tick` may have something to say again.
    [[nodiscard]] SteadyTime next_wake() const;

    // -- state ------------------------------------------------------------------------------
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool is_blind() const { return state_ != State::heard; }
    [[nodiscard]] Moment since() const { return since_; }
    [[nodiscard]] const std::string& detail() const { return detail_; }
    [[nodiscard]] std::optional<WallTime> last_canary() const { return last_canary_wall_; }
    /// Until the marker of a connection is back, what it delivers is backlog (R10).
    [[nodiscard]] bool in_backlog() const { return !generation_proven_; }
    /// Messages published before this have been delivered to us or are blind time.
    [[nodiscard]] std::optional<SteadyTime> proven_until() const { return proven_until_; }
    /// The oldest first; the open one, if any, is last. At most `limits::blind_intervals_max`: when
    /// there are more, the two that are closest become one. So a deadline may be moved too far, for
    /// which nobody is woken, and none that was moved is moved back.
    [[nodiscard]] const std::vector<BlindInterval>& blind_intervals() const { return blind_; }

private:
    struct Sent {
        std::uint64_t number = 0;
        SteadyTime at;
    };

    void enter(State state, std::string detail, Moment at);
    void go_blind(BlindReason reason, std::string detail, Moment at);
    void close_blind(Moment at);
    void add_blind(const BlindInterval& interval);
    [[nodiscard]] Moment last_heard() const;

    const BrokerPathOptions options_;
    State state_ = State::connecting;
    Moment since_;
    std::string detail_ = "connecting";
    std::uint32_t generation_ = 0;
    bool connected_ = false;
    bool generation_proven_ = false;
    bool drop_unproven_ = false;
    std::uint64_t last_number_ = 0;
    std::uint64_t heard_number_ = 0;
    std::uint64_t dropped_before_ = 0;
    /// More than can leave, one a second, before a path that gives none back is blind.
    std::array<Sent, 32> sent_{};
    SteadyTime next_canary_;
    SteadyTime watch_from_;  ///< silence is counted from here: the last canary or connection
    std::optional<Moment> last_canary_;
    std::optional<WallTime> last_canary_wall_;
    std::optional<SteadyTime> proven_until_;
    std::vector<BlindInterval> blind_;
};

[[nodiscard]] std::string_view to_word(BrokerPath::State state);

}  // namespace soc
