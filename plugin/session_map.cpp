#include "plugin/session_map.h"

#include <utility>

namespace soc::plugin {

const SessionMap::Session* SessionMap::find(std::string_view client_id) const {
    const auto found = sessions_.find(client_id);
    return found == sessions_.end() ? nullptr : &found->second;
}

bool SessionMap::is_in(std::string_view client_id, Client client) const {
    const Session* session = find(client_id);
    return session != nullptr && session->client == client;
}

std::string_view SessionMap::login_of(std::string_view client_id) const {
    const Session* session = find(client_id);
    return session == nullptr ? std::string_view{} : session->login;
}

void SessionMap::enter(std::string_view client_id, Session session) {
    if (const Session* before = find(client_id)) leave(client_id, before->client);
    by_login_[session.login].emplace(client_id);
    sessions_.emplace(client_id, std::move(session));
}

void SessionMap::leave(std::string_view client_id, Client client) {
    const auto found = sessions_.find(client_id);
    if (found == sessions_.end() || found->second.client != client) return;
    const auto of_login = by_login_.find(found->second.login);
    of_login->second.erase(found->first);
    if (of_login->second.empty()) by_login_.erase(of_login);
    sessions_.erase(found);
}

std::vector<std::string> SessionMap::clients_of(std::string_view login) const {
    const auto found = by_login_.find(login);
    if (found == by_login_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

std::vector<std::string> SessionMap::all_clients() const {
    std::vector<std::string> all;
    all.reserve(sessions_.size());
    for (const auto& [client_id, session] : sessions_) all.push_back(client_id);
    return all;
}

}  // namespace soc::plugin
