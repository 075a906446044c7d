#include <algorithm>
#include <iterator>
#include <utility>

#include "core/assert.h"
#include "simulate/board_transport.h"
#include "simulate/firmware.h"

namespace soc::simulate {

SharedTransport::SharedTransport(const SocketAddress& broker, const Clock& clock,
                                 TransportOptions options)
    : options_{std::move(options)}, pool_{broker, *this, clock} {
    SOC_ASSERT(options_.connections > 0);
    carriers_.resize(options_.connections);
}

std::size_t SharedTransport::carrier_of_key(SessionKey key) const {
    const auto found = std::find_if(
        carriers_.begin(), carriers_.end(),
        [key](const Carrier& carrier) { return carrier.is_open && carrier.key == key; });
    SOC_ASSERT(found != carriers_.end());
    return static_cast<std::size_t>(found - carriers_.begin());
}

SharedTransport::Seat& SharedTransport::seat_of(std::uint32_t board) {
    if (board >= seats_.size()) seats_.resize(board + 1);
    return seats_[board];
}

void SharedTransport::perform(const FleetAction& wanted) {
    const BoardAction& action = wanted.action;
    switch (action.kind) {
        case BoardAction::Kind::connect: return board_in(wanted.board, action.topic);
        case BoardAction::Kind::disconnect:
        case BoardAction::Kind::cut: return board_out(wanted.board);
        case BoardAction::Kind::subscribe: return subscribe(wanted.board, action.topic);
        case BoardAction::Kind::publish_status:
        case BoardAction::Kind::publish_data:
        case BoardAction::Kind::publish_garbage: break;
    }
    const Carrier& carrier = carrier_of(wanted.board);
    if (!carrier.is_up || !pool_.publish(carrier.key, 0, action.topic, action.payload)) {
        ++dropped_;
    }
}

void SharedTransport::board_in(std::uint32_t board, const std::string& client_id) {
    board_out(board);
    seat_of(board).is_taken = true;
    Carrier& carrier = carrier_of(board);
    if (carrier.is_up) {
        reports_.push_back({LinkReport::Kind::up, board, 0, {}, {}});
        return;
    }
    if (carrier.is_open) return;  // it is told with the others
    carrier.is_open = true;
    carrier.key = pool_.open({client_id, options_.login, options_.password,
                              static_cast<std::uint16_t>(firmware::keep_alive.count())});
}

void SharedTransport::board_out(std::uint32_t board) {
    Seat& seat = seat_of(board);
    if (!seat.topic.empty()) {
        auto& listeners = carrier_of(board).listeners[seat.topic];
        std::erase(listeners, board);
    }
    seat = {};
}

void SharedTransport::subscribe(std::uint32_t board, const std::string& topic) {
    Carrier& carrier = carrier_of(board);
    Seat& seat = seat_of(board);
    if (!carrier.is_up || !seat.is_taken) {
        ++dropped_;
        return;
    }
    const auto [listeners, is_new] = carrier.listeners.try_emplace(topic);
    listeners->second.push_back(board);
    seat.topic = topic;
    if (is_new && !pool_.subscribe(carrier.key, topic)) ++dropped_;
}

void SharedTransport::report_to_all(std::size_t carrier, LinkReport::Kind kind) {
    for (std::size_t board = carrier; board < seats_.size(); board += carriers_.size()) {
        if (!seats_[board].is_taken) continue;
        if (kind == LinkReport::Kind::lost) seats_[board] = {};
        reports_.push_back({kind, static_cast<std::uint32_t>(board), 0, {}, {}});
    }
}

void SharedTransport::session_up(SessionKey key) {
    const std::size_t carrier = carrier_of_key(key);
    carriers_[carrier].is_up = true;
    report_to_all(carrier, LinkReport::Kind::up);
}

void SharedTransport::session_lost(SessionKey key, std::string_view) {
    const std::size_t carrier = carrier_of_key(key);
    carriers_[carrier] = {};
    report_to_all(carrier, LinkReport::Kind::lost);
}

void SharedTransport::session_message(SessionKey key, const mqtt::Delivery& delivery) {
    const Carrier& carrier = carriers_[carrier_of_key(key)];
    const auto listeners = carrier.listeners.find(std::string{delivery.topic});
    if (listeners == carrier.listeners.end()) return;
    for (const std::uint32_t board : listeners->second) {
        reports_.push_back({LinkReport::Kind::message, board, 0, std::string{delivery.topic},
                            std::string{delivery.payload}});
    }
}

void SharedTransport::poll(microseconds patience, int wake_fd, std::vector<LinkReport>& out) {
    pool_.poll(reports_.empty() ? patience : microseconds{0}, wake_fd);
    std::move(reports_.begin(), reports_.end(), std::back_inserter(out));
    reports_.clear();
}

}  // namespace soc::simulate
