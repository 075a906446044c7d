#include "simulate/fleet.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "core/assert.h"

namespace soc::simulate {
namespace {

/// Streams of chance: boards take the ones from `first_board` on.
enum Stream : std::uint64_t { fleet_stream = 2, first_board = 1'000 };

constexpr std::string_view never_powered_word = "never_powered";
constexpr std::string_view unreachable_word = "broker_unreachable";

/// What a board with a loose cable or a half-written buffer says.
constexpr std::array<std::string_view, 5> garbage_payloads{
    "\xff\xfe garbage", R"({"frequency":30,"time":"2026-)", "[]", R"({"status":"running"})",
    R"({"unitID":42,"status":"running"})"};

std::optional<Affliction> affliction_of(Cause cause) {
    switch (cause) {
        case Cause::device_power:
        case Cause::room_power:
        case Cause::building_power: return Affliction::no_power;
        case Cause::building_network:
        case Cause::site_link:
        case Cause::broker: return Affliction::no_network;
        case Cause::device_hang: return Affliction::hung;
        case Cause::reboot:
        case Cause::garbage: return std::nullopt;
    }
    return std::nullopt;
}

/// The count that a message belongs to; null for what is no message.
std::uint64_t* counter_of(BoardAction::Kind kind, BoardCounts& counts) {
    switch (kind) {
        case BoardAction::Kind::publish_status: return &counts.statuses;
        case BoardAction::Kind::publish_data: return &counts.data;
        case BoardAction::Kind::publish_garbage: return &counts.garbage;
        case BoardAction::Kind::connect:
        case BoardAction::Kind::disconnect:
        case BoardAction::Kind::cut:
        case BoardAction::Kind::subscribe: return nullptr;
    }
    return nullptr;
}

std::string_view event_of(Role::Part part) {
    switch (part) {
        case Role::Part::device: break;
        case Role::Part::misplaced: return "misplaced";
        case Role::Part::unknown: return "unknown";
        case Role::Part::sandbox: return "sandbox";
    }
    return "device";
}

}  // namespace

Fleet::Fleet(const Roster& roster, FleetScript script, const FleetOptions& options,
             TruthWriter& truth)
    : roster_{roster},
      script_{std::move(script)},
      options_{options},
      truth_{truth},
      dice_{options.seed, fleet_stream} {
    players_.reserve(roster.roles().size());
    for (std::size_t i = 0; i < roster.roles().size(); ++i) {
        players_.push_back(
            {Board{roster.roles()[i].plan, Dice{options.seed, first_board + i}}, {}, false,
             SteadyTime::max(), SteadyTime::max(), {}, {}});
    }
}

void Fleet::start(Moment now) {
    started_ = now;
    for (std::uint32_t i = 0; i < players_.size(); ++i) {
        Player& player = players_[i];
        const Role& role = roster_.roles()[i];
        if (role.part != Role::Part::device) {
            truth_.guest(event_of(role.part), role.plan.mac.to_string(), role.plan.base_topic);
        }
        if (role.never_powered) {
            begin_silence(player, {now.wall, never_powered_word, role.room});
            continue;
        }
        player.on_at = now.steady + dice_.between(microseconds{0}, options_.start_spread);
        schedule(i);
    }
}

SteadyTime Fleet::next_due() const {
    SteadyTime due = due_.empty() ? SteadyTime::max() : due_.front().at;
    if (const auto script = script_.next_due()) {
        const auto elapsed = static_cast<double>(script->count()) / options_.time_scale;
        due = std::min(due, started_.steady + microseconds{static_cast<std::int64_t>(elapsed) + 1});
    }
    return due;
}

void Fleet::advance(Moment now, FleetActions& out) {
    const auto elapsed = static_cast<double>((now.steady - started_.steady).count());
    events_.clear();
    script_.take_due(microseconds{static_cast<std::int64_t>(elapsed * options_.time_scale)},
                     events_);
    for (const ScriptEvent& event : events_) apply(event, now, out);

    while (!due_.empty() && due_.front().at <= now.steady) {
        const Due due = take_earliest();
        Player& player = players_[due.board];
        // An entry that was overtaken by an earlier one has done its work already.
        if (player.scheduled != due.at) continue;
        player.scheduled = SteadyTime::max();
        wake(due.board, now);
        pass_on(due.board, now, out);
    }
}

void Fleet::wake(std::uint32_t index, Moment now) {
    Player& player = players_[index];
    if (!player.switched_on && player.on_at <= now.steady) {
        player.switched_on = true;
        player.board.boot(now, actions_);
    }
    player.board.advance(now, actions_);
}

void Fleet::schedule(std::uint32_t index) {
    Player& player = players_[index];
    const SteadyTime due = player.switched_on ? player.board.next_due() : player.on_at;
    if (due >= player.scheduled) return;
    player.scheduled = due;
    due_.push_back({due, index});
    std::push_heap(due_.begin(), due_.end(), std::greater{});
}

Fleet::Due Fleet::take_earliest() {
    std::pop_heap(due_.begin(), due_.end(), std::greater{});
    const Due earliest = due_.back();
    due_.pop_back();
    return earliest;
}

void Fleet::apply(const ScriptEvent& event, Moment now, FleetActions& out) {
    const Failure& failure = script_.failures()[event.failure];
    const auto affliction = affliction_of(failure.cause);
    for (const std::uint32_t index : failure.boards) {
        Player& player = players_[index];
        if (!affliction) {
            hit(index, failure, now);
        } else if (event.begins) {
            if (!roster_.roles()[index].never_powered) {
                begin_silence(player, {now.wall, to_word(failure.cause), failure.place});
            }
            player.board.begin(*affliction, now, actions_);
        } else {
            player.board.end(*affliction, now, actions_);
        }
        pass_on(index, now, out);
    }
}

void Fleet::hit(std::uint32_t index, const Failure& failure, Moment now) {
    Player& player = players_[index];
    if (failure.cause == Cause::reboot) {
        if (player.switched_on) player.board.boot(now, actions_);
        return;
    }
    player.board.say(std::string{garbage_payloads[dice_.below(garbage_payloads.size())]}, actions_);
}

void Fleet::hear(const LinkReport& report, Moment now, FleetActions& out) {
    SOC_ASSERT(report.board < players_.size());
    Player& player = players_[report.board];
    switch (report.kind) {
        case LinkReport::Kind::up: player.board.link_up(report.link, now, actions_); break;
        case LinkReport::Kind::lost:
            if (report.link == 0) begin_silence(player, {now.wall, unreachable_word, {}});
            player.board.link_lost(report.link, now, actions_);
            break;
        case LinkReport::Kind::message:
            if (dice_.happens(options_.loss)) {
                ++player.counts.lost;
                break;
            }
            player.board.receive(report.topic, report.payload, now);
            break;
    }
    pass_on(report.board, now, out);
}

void Fleet::pass_on(std::uint32_t index, Moment now, FleetActions& out) {
    Player& player = players_[index];
    for (BoardAction& action : actions_) {
        std::uint64_t* count = counter_of(action.kind, player.counts);
        if (count != nullptr && dice_.happens(options_.loss)) {
            ++player.counts.lost;
            continue;
        }
        if (count != nullptr) ++*count;
        // Garbage is no sign of life: only a status ends a silence.
        if (action.kind == BoardAction::Kind::publish_status) {
            end_silence(index, now.wall);
            player.last_status = now.wall;
        }
        out.push_back({index, std::move(action)});
    }
    actions_.clear();
    schedule(index);
}

void Fleet::begin_silence(Player& player, const OpenSilence& silence) {
    if (!player.silence) player.silence = silence;
}

void Fleet::end_silence(std::uint32_t index, std::optional<WallTime> until) {
    Player& player = players_[index];
    if (!player.silence) return;
    const OpenSilence& silence = *player.silence;
    // Guests are no devices of the registry: nobody can miss them.
    if (const auto& device = roster_.roles()[index].device) {
        truth_.silence({*device, silence.from, until, player.last_status, silence.cause,
                        silence.place});
    }
    player.silence.reset();
}

void Fleet::finish(Moment now, std::uint64_t dropped) {
    for (std::uint32_t i = 0; i < players_.size(); ++i) end_silence(i, std::nullopt);
    std::uint64_t statuses = 0;
    for (std::uint32_t i = 0; i < players_.size(); ++i) {
        BoardCounts counts = players_[i].counts;
        counts.orders = players_[i].board.orders_taken();
        counts.oversized = players_[i].board.oversized();
        statuses += counts.statuses;
        const Role& role = roster_.roles()[i];
        truth_.published(role.plan.mac.to_string(), role.device, counts);
    }
    truth_.end(statuses, dropped, now.wall);
}

FleetTotals Fleet::totals() const {
    FleetTotals totals;
    totals.boards = players_.size();
    for (std::size_t i = 0; i < players_.size(); ++i) {
        const Player& player = players_[i];
        if (player.board.is_connected()) ++totals.connected;
        if (player.silence && roster_.roles()[i].device) ++totals.silent;
        totals.statuses += player.counts.statuses;
        totals.data += player.counts.data;
        totals.lost += player.counts.lost;
        totals.orders += player.board.orders_taken();
    }
    return totals;
}

std::map<std::string_view, std::size_t> Fleet::silent_by_cause() const {
    std::map<std::string_view, std::size_t> counts;
    for (std::size_t i = 0; i < players_.size(); ++i) {
        const auto& silence = players_[i].silence;
        if (silence && roster_.roles()[i].device) ++counts[silence->cause];
    }
    return counts;
}

}  // namespace soc::simulate
