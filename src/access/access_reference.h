#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/access_decision.h"
#include "access/account.h"
#include "domain/topic_filter_reference.h"

/// Who may do what as the rules' text says it (R28, R32, R33, R39, contract/http.md), slow and
/// obvious, on texts: what the tests compare access/access_decision.h with.
namespace soc::reference {

struct Right {
    std::string filter;
    bool publish = false;
    bool subscribe = false;
    bool ended = false;
};

/// Every right of an account, in the order in which a decision names them.
inline std::vector<Right> rights_of(const Account& account, WallTime now) {
    if (account.kind == AccountKind::sandbox) {
        return {{"TestTopic/+/+", true, false}, {"TestTopic/+/+/command", false, true}};
    }
    std::vector<Right> rights;
    if (account.kind == AccountKind::bootstrap) {
        rights.push_back({"$CONTROL/sensocampus/v1/#", true, true});
    }
    for (const RoomRight& room : account.rooms) {
        const std::string& base = room.base_topic.text();
        const bool ended = room.until && *room.until <= now;
        rights.push_back({base + "/+", true, false, ended});
        rights.push_back({base + "/+/command", false, true, ended});
    }
    for (const Grant& grant : account.grants) {
        rights.push_back({grant.filter.text(), grant.access != Access::subscribe,
                          grant.access != Access::publish});
    }
    return rights;
}

/// `asked` without `$share/<group>/`.
inline std::string without_group(std::string_view asked) {
    const std::vector<std::string> levels = split(asked);
    if (levels.size() < 3 || levels[0] != "$share") return std::string{asked};
    return std::string{asked.substr(levels[0].size() + levels[1].size() + 2)};
}

inline bool gives(const Right& right, Action action, std::string_view asked) {
    if (right.ended) return false;
    if (action == Action::subscribe) return right.subscribe && covers(right.filter, asked);
    return (action == Action::publish ? right.publish : right.subscribe) &&
           matches(right.filter, asked);
}

/// Whether `right` is looked at for such a topic: `$CONTROL` is left to what an account has from
/// its kind.
inline bool counts_for(const Account& account, const Right& right, std::string_view asked) {
    if (split(asked).front() != "$CONTROL" || account.kind == AccountKind::sandbox) return true;
    return account.kind == AccountKind::bootstrap && right.filter == "$CONTROL/sensocampus/v1/#";
}

/// For a request whose text is well-formed and whose login is known and proven.
inline bool allows(const Account& account, const AccessRequest& request, WallTime now) {
    if (account.disabled || account.secrets.empty()) return false;
    if (request.action == Action::connect) return true;
    const std::string asked = without_group(request.topic);
    for (const Right& right : rights_of(account, now)) {
        if (counts_for(account, right, asked) && gives(right, request.action, asked)) return true;
    }
    return false;
}

}  // namespace soc::reference
