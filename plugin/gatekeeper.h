#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/access_decision.h"
#include "plugin/broker_table.h"
#include "plugin/session_map.h"

namespace soc::plugin {

/// The server's own account on this broker (R28).
struct Bootstrap {
    std::string login;
    std::array<std::uint8_t, 32> secret_digest{};  ///< SHA-256 of its secret
    /// Client ids that begin so are the server's alone: another one would throw it off (R31).
    std::string client_prefix = "sensocampus-";
};

/// Who wants in, as the broker tells it; empty texts for what the client did not say.
struct Visitor {
    SessionMap::Client client = nullptr;
    std::string_view client_id;
    std::string_view login;
    std::string_view secret;
    /// The broker asks again for all it knows, those included who are away: only who is in stays.
    bool is_repeated = false;
};

/// What a message on the control topic led to.
struct ControlOutcome {
    TableAnswer answer;
    bool keep = false;                      ///< the message belongs into the copy on disk
    std::vector<std::string> disconnect{};  ///< client ids whose right to be here has ended
};

/// All that the plugin decides; it knows nothing of Mosquitto. Used by the broker's one thread.
class Gatekeeper {
public:
    explicit Gatekeeper(Bootstrap bootstrap);

    /// A word why not, beside those of `Decision`: `reserved_client_id`, `client_id_in_use` (by
    /// another login, R31). Empty: the client is in. May be asked again for a client that is in.
    [[nodiscard]] std::string_view connect(const Visitor& visitor, WallTime now);
    /// The secret is not asked again. A publication on a status topic whose session is over is its
    /// will, and refused as `will`: the broker raises no event for it that could say who it is
    /// from, so it might claim to be from anybody (R30).
    [[nodiscard]] Decision decide(const Visitor& visitor, Action action, std::string_view topic,
                                  WallTime now) const;
    void leave(std::string_view client_id, SessionMap::Client client);

    /// `message` came from `sender` on the control topic; nothing if that is not the server, who
    /// alone gets an answer. A table that one connection began is not continued by another one.
    [[nodiscard]] std::optional<ControlOutcome> control(const Visitor& sender,
                                                        std::string_view message);
    /// What stands in the copy on disk, at the start.
    void start_with(BrokerTable table) { table_ = std::move(table); }

    [[nodiscard]] TableAnswer answer(TableStatus status) const;

    /// A whole new table ends some sessions: looks at up to `count` of them and gives the client
    /// ids of those. Call until `has_unchecked` is false.
    [[nodiscard]] std::vector<std::string> check_sessions(std::size_t count);
    [[nodiscard]] bool has_unchecked() const { return !unchecked_.empty(); }
    bool release_some() { return table_.release_some(); }

    [[nodiscard]] bool has_table() const { return table_.version() > 0; }
    [[nodiscard]] const BrokerTable& table() const { return table_; }
    [[nodiscard]] const SessionMap& sessions() const { return sessions_; }
    [[nodiscard]] bool is_server(std::string_view login) const {
        return login == bootstrap_.login;
    }

private:
    [[nodiscard]] std::optional<AccountRules> find(std::string_view login) const;
    /// The secret that opens; nothing and a word in `reason` else.
    [[nodiscard]] std::optional<StoredSecret> opening_secret(const Visitor& visitor, WallTime now,
                                                             std::string_view& reason) const;
    void end_push();
    [[nodiscard]] bool is_still_welcome(const SessionMap::Session& session) const;

    const Bootstrap bootstrap_;
    const std::array<StoredSecret, 1> bootstrap_secret_;
    BrokerTable table_;
    SessionMap::Client pusher_ = nullptr;  ///< the connection whose table is being received
    SessionMap sessions_;
    std::vector<std::string> unchecked_;
};

}  // namespace soc::plugin
