#include <utility>

#include "simulate/board_transport.h"
#include "simulate/firmware.h"

namespace soc::simulate {

ModuleTransport::ModuleTransport(const SocketAddress& broker, const Clock& clock,
                                 TransportOptions options)
    : options_{std::move(options)}, pool_{broker, *this, clock} {}

void ModuleTransport::perform(const FleetAction& wanted) {
    const BoardAction& action = wanted.action;
    const std::uint64_t id = link_id(wanted.board, action.link);
    switch (action.kind) {
        case BoardAction::Kind::connect: {
            close(wanted, false);  // a board has one connection per module, never two
            const SessionKey key =
                pool_.open({action.topic, options_.login, options_.password,
                            static_cast<std::uint16_t>(firmware::keep_alive.count())});
            sessions_[id] = key;
            owners_[key] = {wanted.board, action.link};
            return;
        }
        case BoardAction::Kind::disconnect: return close(wanted, true);
        case BoardAction::Kind::cut: return close(wanted, false);
        case BoardAction::Kind::subscribe:
        case BoardAction::Kind::publish_status:
        case BoardAction::Kind::publish_data:
        case BoardAction::Kind::publish_garbage: break;
    }
    const auto session = sessions_.find(id);
    const bool is_subscription = action.kind == BoardAction::Kind::subscribe;
    const bool done =
        session != sessions_.end() &&
        (is_subscription ? pool_.subscribe(session->second, action.topic)
                         : pool_.publish(session->second, 0, action.topic, action.payload));
    if (!done) ++dropped_;
}

void ModuleTransport::close(const FleetAction& action, bool politely) {
    const auto session = sessions_.find(link_id(action.board, action.action.link));
    if (session == sessions_.end()) return;
    pool_.close(session->second, politely);
    owners_.erase(session->second);
    sessions_.erase(session);
}

void ModuleTransport::poll(microseconds patience, int wake_fd, std::vector<LinkReport>& out) {
    pool_.poll(patience, wake_fd);
    std::move(reports_.begin(), reports_.end(), std::back_inserter(out));
    reports_.clear();
}

void ModuleTransport::session_up(SessionKey key) {
    const auto owner = owners_.find(key);
    if (owner == owners_.end()) return;
    reports_.push_back({LinkReport::Kind::up, owner->second.board, owner->second.link, {}, {}});
}

void ModuleTransport::session_lost(SessionKey key, std::string_view) {
    const auto owner = owners_.find(key);
    if (owner == owners_.end()) return;
    const auto [board, link] = owner->second;
    reports_.push_back({LinkReport::Kind::lost, board, link, {}, {}});
    sessions_.erase(link_id(board, link));
    owners_.erase(owner);
}

void ModuleTransport::session_message(SessionKey key, const mqtt::Delivery& delivery) {
    const auto owner = owners_.find(key);
    if (owner == owners_.end()) return;
    reports_.push_back({LinkReport::Kind::message, owner->second.board, owner->second.link,
                        std::string{delivery.topic}, std::string{delivery.payload}});
}

}  // namespace soc::simulate
