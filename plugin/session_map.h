#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/stored_secret.h"

namespace soc::plugin {

/// Of a map whose keys are looked up without making a string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

/// Who is connected with which client id, so that a revoked login is disconnected without a search
/// (R31). Bounded by the broker's connections.
class SessionMap {
public:
    /// A connection of the broker, for telling the old from the new one of a client id.
    using Client = const void*;

    struct Session {
        Client client = nullptr;
        std::string login;
        StoredSecret opened_with;
    };

    /// The login that uses the client id now; empty when nobody does.
    [[nodiscard]] std::string_view login_of(std::string_view client_id) const;

    /// A client was let in. The same client id before it belongs to a connection that the broker is
    /// about to end.
    void enter(std::string_view client_id, Session session);
    /// The connection ended; nothing happens if its client id has a newer one.
    void leave(std::string_view client_id, Client client);

    [[nodiscard]] std::vector<std::string> clients_of(std::string_view login) const;
    [[nodiscard]] std::vector<std::string> all_clients() const;
    /// Whether this connection, and no other one, uses the client id.
    [[nodiscard]] bool is_in(std::string_view client_id, Client client) const;
    [[nodiscard]] const Session* find(std::string_view client_id) const;
    [[nodiscard]] std::size_t size() const { return sessions_.size(); }

private:
    std::unordered_map<std::string, Session, TextHash, std::equal_to<>> sessions_;
    std::unordered_map<std::string, std::unordered_set<std::string>, TextHash, std::equal_to<>>
        by_login_;
};

}  // namespace soc::plugin
