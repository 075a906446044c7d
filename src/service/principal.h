#pragma once

#include <string>

#include "domain/user.h"

namespace soc {

/// Who asks: the reader of an answer, and the actor of a change.
struct Principal {
    UserId user;          ///< nil for the holder of the control socket
    std::string name;     ///< what `change.actor` gets; `local` for the control socket (R24)
    Role role = Role::viewer;
    std::string session;  ///< hash of the session token; empty for the control socket

    [[nodiscard]] bool is_local() const { return session.empty(); }
    friend bool operator==(const Principal&, const Principal&) = default;
};

/// The administrator behind the control socket: whoever may open it owns the data directory.
[[nodiscard]] inline Principal local_administrator() {
    return {UserId{}, "local", Role::administrator, {}};
}

}  // namespace soc
