#include "fleet/broker_path.h"

#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "core/limits.h"

namespace soc {
namespace {

/// "Before everything": where nothing was ever proven, all the past is blind.
Moment before_everything(Moment now) {
    return now - std::chrono::duration_cast<microseconds>(now.wall.time_since_epoch());
}

bool by_steady(const Moment& a, const Moment& b) { return a.steady < b.steady; }

Moment on_both_clocks(WallTime wall, Moment now) {
    return now - std::max(microseconds{0}, microseconds{now.wall - wall});
}

}  // namespace

std::string_view to_word(BrokerPath::State state) {
    switch (state) {
        case BrokerPath::State::connecting: return "connecting";
        case BrokerPath::State::heard: return "heard";
        case BrokerPath::State::blind: return "blind";
        case BrokerPath::State::not_proven: return "not_proven";
    }
    return "connecting";
}

BrokerPath::BrokerPath(BrokerPathOptions options, Moment now, std::optional<WallTime> last_canary)
    : options_{options},
      since_{now},
      next_canary_{now.steady},
      watch_from_{now.steady},
      last_canary_wall_{last_canary} {
    const Moment since =
        last_canary ? on_both_clocks(*last_canary, now) : before_everything(now);
    blind_.push_back({since, std::nullopt, BlindReason::start});
}

void BrokerPath::remember(const std::vector<PastBlindness>& past, Moment now) {
    SOC_ASSERT(blind_.size() == 1);
    const BlindInterval open = blind_.front();
    blind_.clear();
    for (const PastBlindness& one : past) {
        add_blind({on_both_clocks(one.since, now), on_both_clocks(one.until, now), one.reason});
    }
    add_blind(open);
}

void BrokerPath::add_blind(const BlindInterval& interval) {
    if (blind_.size() == limits::blind_intervals_max) {
        const auto gap = [](const BlindInterval& before, const BlindInterval& after) {
            return after.since.steady - before.until->steady;
        };
        auto closest = blind_.begin();
        for (auto it = blind_.begin(); it + 1 != blind_.end(); ++it) {
            if (gap(*it, *(it + 1)) < gap(*closest, *(closest + 1))) closest = it;
        }
        closest->until = std::max(*closest->until, *(closest + 1)->until, by_steady);
        blind_.erase(closest + 1);
    }
    blind_.push_back(interval);
}

void BrokerPath::ingest_up(std::uint32_t generation, Moment at) {
    generation_ = generation;
    connected_ = true;
    generation_proven_ = false;
    watch_from_ = at.steady;
    next_canary_ = at.steady;  // the marker leaves at once
    if (!options_.proves) {
        enter(State::not_proven, "read_only", at);
    } else {
        detail_ = "connected";
    }
}

void BrokerPath::ingest_down(std::string reason, Moment at) {
    connected_ = false;
    generation_proven_ = false;
    if (state_ == State::heard) {
        go_blind(BlindReason::disconnected, std::move(reason), at);
    } else {
        detail_ = std::move(reason);
        if (state_ == State::not_proven) enter(State::connecting, detail_, at);
    }
}

void BrokerPath::messages_dropped(Moment at) {
    // What was lost was queued after the last canary that came back, or later still; only a
    // canary sent from now on proves that the loss is over.
    drop_unproven_ = true;
    dropped_before_ = last_number_;
    if (state_ == State::heard) go_blind(BlindReason::messages_dropped, "messages_dropped", at);
}

void BrokerPath::canary_wanted(Moment at) {
    if (state_ != State::heard) next_canary_ = at.steady;
}

void BrokerPath::proof_wanted(SteadyTime time) {
    const Sent& latest = sent_[last_number_ % sent_.size()];
    if (state_ != State::heard || latest.at >= time) return;
    next_canary_ = std::min(next_canary_, latest.at + options_.proof_every);
}

bool BrokerPath::canary_heard(CanaryNumber canary, Moment at) {
    if (!connected_ || canary.generation != generation_) return false;
    if (canary.number <= heard_number_ || canary.number > last_number_) return false;
    heard_number_ = canary.number;
    watch_from_ = at.steady;
    last_canary_ = at;
    last_canary_wall_ = at.wall;
    if (drop_unproven_ && canary.number <= dropped_before_) return false;
    drop_unproven_ = false;
    generation_proven_ = true;
    const Sent& sent = sent_[canary.number % sent_.size()];
    if (sent.number == canary.number) proven_until_ = sent.at;
    if (state_ != State::heard) {
        close_blind(at);
        enter(State::heard, "connected", at);
    }
    return true;
}

std::optional<CanaryNumber> BrokerPath::canary_due(Moment now) {
    if (!options_.proves || !connected_ || now.steady < next_canary_) return std::nullopt;
    next_canary_ = now.steady + options_.canary_every;
    ++last_number_;
    sent_[last_number_ % sent_.size()] = {last_number_, now.steady};
    return CanaryNumber{generation_, last_number_};
}

bool BrokerPath::tick(Moment now, bool reading) {
    if (!options_.proves || !connected_) return false;
    if (now.steady < watch_from_ + options_.blind_after) return false;
    if (state_ == State::heard) {
        go_blind(reading ? BlindReason::no_canary : BlindReason::reading_stopped,
                 reading ? "no_canary" : "reading_stopped", now);
    } else if (detail_ == "connected") {
        detail_ = "no_canary";
    }
    watch_from_ = now.steady;  // ask for a new connection once in `blind_after`, not at each tick
    return reading;
}

SteadyTime BrokerPath::next_wake() const {
    if (!options_.proves || !connected_) return SteadyTime::max();
    return std::min(next_canary_, watch_from_ + options_.blind_after);
}

void BrokerPath::enter(State state, std::string detail, Moment at) {
    if (state_ != state) since_ = at;
    state_ = state;
    detail_ = std::move(detail);
}

void BrokerPath::go_blind(BlindReason reason, std::string detail, Moment at) {
    SOC_ASSERT(state_ == State::heard);
    add_blind({last_heard(), std::nullopt, reason});
    enter(State::blind, std::move(detail), at);
}

void BrokerPath::close_blind(Moment at) {
    if (!blind_.empty() && !blind_.back().until) blind_.back().until = at;
}

Moment BrokerPath::last_heard() const {
    SOC_ASSERT(last_canary_.has_value());
    return *last_canary_;
}

}  // namespace soc
