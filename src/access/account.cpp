#include "access/account.h"

#include "core/limits.h"
#include "domain/text.h"

namespace soc {
namespace {

Status check_login(const Account& account) {
    if (account.login.empty()) return Error::invalid("login", "empty", "a login");
    if (account.login.size() > limits::identifier_bytes_max) {
        return Error::invalid("login", "too_long",
                              std::to_string(limits::identifier_bytes_max) + " bytes");
    }
    if (!is_plain_line(account.login)) {
        return Error::invalid("login", "not_plain_text", "one line without control characters");
    }
    if ((account.kind == AccountKind::sandbox) != (account.login == sandbox_login)) {
        return Error::invalid("login", "reserved",
                              std::string{sandbox_login} + " for the sandbox and nothing else");
    }
    return {};
}

Status check_count(std::string field, std::size_t count, std::size_t max) {
    if (count <= max) return {};
    if (max == 0) return Error::invalid(std::move(field), "not_allowed", "none for this kind");
    return Error::invalid(std::move(field), "too_many", "at most " + std::to_string(max));
}

}  // namespace

Status check_account(const Account& account) {
    if (const Status login = check_login(account); !login) return login;
    const Status secrets =
        check_count("secrets", account.secrets.size(), limits::account_secrets_max);
    if (!secrets) return secrets;

    const bool has_rooms = account.kind == AccountKind::device;
    const Status rooms =
        check_count("rooms", account.rooms.size(), has_rooms ? limits::account_rooms_max : 0);
    if (!rooms) return rooms;

    const bool has_grants = account.kind != AccountKind::sandbox;
    return check_count("grants", account.grants.size(),
                       has_grants ? limits::account_grants_max : 0);
}

}  // namespace soc
