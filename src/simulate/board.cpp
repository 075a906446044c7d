#include "simulate/board.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "simulate/board_message.h"
#include "simulate/firmware.h"

namespace soc::simulate {
namespace {

/// Orders waiting for their answer; a board reads one message at a time and forgets the rest.
constexpr std::size_t answers_max = 4;
/// One start in four happens before the network told the time.
constexpr double without_time = 0.25;
constexpr int next_firmware_step = 100;  // the image of the next month

}  // namespace

Board::Board(BoardPlan plan, Dice dice)
    : plan_{std::move(plan)}, dice_{dice}, firmware_{plan_.model->firmware} {
    SOC_ASSERT(plan_.model != nullptr && plan_.clock_face != nullptr);
    links_.resize(plan_.link_per_module ? 1 + plan_.model->sensors.size() : 1);
}

microseconds Board::scaled(microseconds span) const {
    return microseconds{
        static_cast<std::int64_t>(static_cast<double>(span.count()) / plan_.time_scale)};
}

std::uint8_t Board::link_of(std::size_t sensor) const {
    return plan_.link_per_module ? static_cast<std::uint8_t>(sensor + 1) : std::uint8_t{0};
}

std::chrono::seconds Board::announced_frequency() const {
    const auto seconds = std::chrono::round<std::chrono::seconds>(scaled(plan_.frequency));
    return std::max(seconds, std::chrono::seconds{1});
}

// ---- power, network and links --------------------------------------------------------------

void Board::boot(Moment now, BoardActions& out) {
    was_booted_ = true;
    if (has(Affliction::no_power)) return;
    restart(now, dice_.between(firmware::boot_least, firmware::boot_most), out);
}

void Board::restart(Moment now, microseconds pause, BoardActions& out) {
    shut_down(BoardAction::Kind::disconnect, out);
    phase_ = Phase::booting;
    booted_at_ = now.steady + scaled(pause);
}

void Board::begin(Affliction affliction, Moment now, BoardActions& out) {
    ++afflictions_[static_cast<std::size_t>(affliction)];
    if (affliction == Affliction::no_power) shut_down(BoardAction::Kind::cut, out);
    if (affliction == Affliction::no_network && phase_ == Phase::running) {
        for (std::uint8_t link = 0; link < links_.size(); ++link) {
            const LinkState state = links_[link].state;
            if (state != LinkState::up && state != LinkState::connecting) continue;
            out.push_back({BoardAction::Kind::cut, link, {}, {}});
            links_[link].failures = 0;
            open(link, now, out);
        }
    }
}

void Board::end(Affliction affliction, Moment now, BoardActions& out) {
    auto& count = afflictions_[static_cast<std::size_t>(affliction)];
    SOC_ASSERT(count > 0);
    --count;
    if (count == 0 && affliction == Affliction::no_power && was_booted_) boot(now, out);
}

void Board::shut_down(BoardAction::Kind how, BoardActions& out) {
    close_all(how, out);
    phase_ = Phase::off;
    start_told_ = false;
    status_at_ = SteadyTime::max();
    upgraded_at_ = SteadyTime::max();
    answers_.clear();
}

void Board::close_all(BoardAction::Kind how, BoardActions& out) {
    for (std::uint8_t link = 0; link < links_.size(); ++link) {
        const LinkState state = links_[link].state;
        if (state == LinkState::up || state == LinkState::connecting) {
            out.push_back({how, link, {}, {}});
        }
        links_[link] = {};
    }
}

void Board::start_links(Moment now, BoardActions& out) {
    phase_ = Phase::running;
    for (std::uint8_t link = 0; link < links_.size() && phase_ == Phase::running; ++link) {
        open(link, now, out);
    }
}

void Board::open(std::uint8_t link, Moment now, BoardActions& out) {
    if (has(Affliction::no_network)) return connection_failed(link, now, out);
    links_[link].state = LinkState::connecting;
    out.push_back({BoardAction::Kind::connect, link,
                   fmt::format("{}_{}_{:06x}", plan_.model->board, short_mac(plan_.mac),
                               dice_.bits() & 0xffffffU),
                   {}});
}

void Board::connection_failed(std::uint8_t link, Moment now, BoardActions& out) {
    Link& failed = links_[link];
    if (failed.failures == firmware::retry_pauses.size()) {
        send_status("rebooting", now, out);  // leaves only while the device link holds
        return boot(now, out);
    }
    failed.state = LinkState::waiting;
    failed.retry_at = now.steady + scaled(firmware::retry_pauses[failed.failures]);
    ++failed.failures;
}

void Board::link_up(std::uint8_t link, Moment now, BoardActions& out) {
    if (link >= links_.size() || links_[link].state != LinkState::connecting) return;
    links_[link].state = LinkState::up;
    links_[link].since = now.steady;
    const auto subscribe = [&](std::string_view module) {
        out.push_back({BoardAction::Kind::subscribe, link,
                       module_command_topic(plan_.base_topic, module), {}});
    };
    if (link > 0) subscribe(plan_.model->sensors[link - 1U].module);
    if (link == 0) subscribe("device");
    if (links_[link].data_at == SteadyTime::max()) {
        // Modules measure at their own pace: the first values are spread over a period.
        links_[link].data_at =
            now.steady + dice_.between(microseconds{0}, scaled(plan_.frequency));
    }
    if (link > 0 || start_told_) return;
    start_told_ = true;
    send_status("starting", now, out);
    schedule_status(now);
}

void Board::link_lost(std::uint8_t link, Moment now, BoardActions& out) {
    if (link >= links_.size()) return;
    Link& lost = links_[link];
    if (lost.state == LinkState::connecting) return connection_failed(link, now, out);
    if (lost.state != LinkState::up) return;
    // A broker that accepts and closes at once must not make the board spin.
    const bool was_session = now.steady - lost.since >= scaled(firmware::session_least);
    if (!was_session) return connection_failed(link, now, out);
    lost.failures = 0;
    open(link, now, out);
}

// ---- orders --------------------------------------------------------------------------------

void Board::receive(std::string_view topic, std::string_view payload, Moment now) {
    if (phase_ != Phase::running || has(Affliction::hung)) return;
    if (publish_packet_bytes(topic, payload) > firmware::packet_bytes_max) {
        ++oversized_;
        return;
    }
    if (topic != module_command_topic(plan_.base_topic, "device")) return;
    const auto order = read_order(payload, plan_.mac);
    if (!order || answers_.size() == answers_max) return;
    ++orders_taken_;
    obey(*order, now);
}

void Board::obey(const BoardOrder& order, Moment now) {
    switch (order.kind) {
        case OrderKind::status: return answer("running", Then::nothing, now);
        case OrderKind::update: return answer("running", Then::nothing, now);
        case OrderKind::frequency:
            plan_.frequency = std::clamp(std::chrono::seconds{order.value},
                                         plan_.frequency_range.least, plan_.frequency_range.most);
            schedule_status(now);
            return answer("running", Then::nothing, now);
        case OrderKind::restart: return answer("", Then::restart, now);
        case OrderKind::reboot: return answer("rebooting", Then::reboot, now);
        case OrderKind::upgrade: return answer("upgrading", Then::upgrade, now);
        case OrderKind::reset:
            // Newer boards do not know the word. Older ones forget everything and start again.
            if (plan_.model->old_generation) answer("", Then::reboot, now);
            return;
    }
}

void Board::answer(std::string_view status, Then then, Moment now) {
    const microseconds pause = dice_.between(firmware::answer_least, firmware::answer_most);
    answers_.push_back({now.steady + scaled(pause), status, then});
}

void Board::give_answers(Moment now, BoardActions& out) {
    while (phase_ == Phase::running && !answers_.empty() && answers_.front().at <= now.steady) {
        const Answer given = answers_.front();
        answers_.erase(answers_.begin());
        if (!given.status.empty()) send_status(given.status, now, out);
        switch (given.then) {
            case Then::nothing: break;
            case Then::reboot: boot(now, out); break;
            // Only the modules start again: their `starting` message is the answer.
            case Then::restart: restart(now, firmware::answer_least, out); break;
            case Then::upgrade: upgraded_at_ = now.steady + scaled(firmware::upgrade_time); break;
        }
    }
}

// ---- what the board says -------------------------------------------------------------------

void Board::advance(Moment now, BoardActions& out) {
    if (phase_ == Phase::booting && booted_at_ <= now.steady) start_links(now, out);
    if (phase_ != Phase::running) return;
    for (std::uint8_t link = 0; link < links_.size() && phase_ == Phase::running; ++link) {
        const Link& waiting = links_[link];
        if (waiting.state == LinkState::waiting && waiting.retry_at <= now.steady) {
            open(link, now, out);
        }
    }
    if (phase_ != Phase::running) return;
    if (upgraded_at_ <= now.steady) {
        firmware_ += next_firmware_step;
        send_status("rebooting", now, out);
        return boot(now, out);
    }
    give_answers(now, out);
    if (phase_ != Phase::running) return;
    if (status_at_ <= now.steady) {
        send_status("running", now, out);
        schedule_status(now);
    }
    send_due_data(now, out);
}

SteadyTime Board::next_due() const {
    if (phase_ == Phase::off) return SteadyTime::max();
    if (phase_ == Phase::booting) return booted_at_;
    SteadyTime due = std::min(status_at_, upgraded_at_);
    if (!answers_.empty()) due = std::min(due, answers_.front().at);
    for (const Link& link : links_) {
        if (link.state == LinkState::waiting) due = std::min(due, link.retry_at);
        if (plan_.sends_data && link.state == LinkState::up) due = std::min(due, link.data_at);
    }
    return due;
}

void Board::schedule_status(Moment now) {
    const microseconds period = scaled(plan_.frequency);
    const auto late = static_cast<double>(period.count()) * plan_.jitter * dice_.unit();
    status_at_ = now.steady + period + microseconds{static_cast<std::int64_t>(late)};
}

std::string Board::status_now(std::string_view status, Moment now) {
    const bool knows_time = status != "starting" || !dice_.happens(without_time);
    const WallTime shown = knows_time ? now.wall : WallTime{firmware::boot_least};
    const std::string time = plan_.clock_face->text(shown);
    const int heap = plan_.model->heap_bytes - static_cast<int>(dice_.below(4'000));
    return status_text(*plan_.model, plan_.mac,
                       {status, time, announced_frequency(), heap, firmware_});
}

void Board::send_status(std::string_view status, Moment now, BoardActions& out) {
    publish({BoardAction::Kind::publish_status, 0, module_topic(plan_.base_topic, "device"),
             status_now(status, now)},
            out);
}

void Board::send_due_data(Moment now, BoardActions& out) {
    if (!plan_.sends_data) return;
    for (std::size_t i = 0; i < plan_.model->sensors.size(); ++i) {
        const Sensor& sensor = plan_.model->sensors[i];
        const std::uint8_t link = link_of(i);
        if (sensor.unit.empty() || links_[link].data_at > now.steady) continue;
        const double value = sensor.mean + sensor.swing * (2 * dice_.unit() - 1);
        publish({BoardAction::Kind::publish_data, link,
                 module_topic(plan_.base_topic, sensor.module),
                 data_text(sensor, plan_.mac, value)},
                out);
    }
    const microseconds period =
        scaled(std::min<microseconds>(plan_.frequency, firmware::data_interval_max));
    for (Link& link : links_) {
        if (link.data_at <= now.steady) link.data_at = now.steady + period;
    }
}

void Board::say(std::string payload, BoardActions& out) {
    publish({BoardAction::Kind::publish_garbage, 0, module_topic(plan_.base_topic, "device"),
             std::move(payload)},
            out);
}

void Board::publish(BoardAction message, BoardActions& out) {
    // What falls due without a connection is lost: boards keep nothing for later.
    if (links_[message.link].state != LinkState::up || has(Affliction::hung)) return;
    if (publish_packet_bytes(message.topic, message.payload) > firmware::packet_bytes_max) {
        ++oversized_;
        return;
    }
    out.push_back(std::move(message));
}

}  // namespace soc::simulate
