#include "access/account_bytes.h"

#include <limits>
#include <optional>
#include <utility>

#include "access/bytes.h"

namespace soc {
namespace {

constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();

Error refuse(std::string reason) { return Error::invalid("accounts", std::move(reason)); }

void write_account(ByteWriter& out, const Account& account) {
    out.number(static_cast<std::uint8_t>(account.kind));
    out.number(static_cast<std::uint8_t>(account.disabled));
    out.text<std::uint8_t>(account.login);
    out.number(static_cast<std::uint8_t>(account.secrets.size()));
    for (const StoredSecret& secret : account.secrets) {
        out.raw(secret.salt);
        out.raw(secret.digest);
    }
    out.number(static_cast<std::uint8_t>(account.rooms.size()));
    for (const RoomRight& room : account.rooms) {
        out.number(room.until ? static_cast<std::uint64_t>(to_micros(*room.until)) : no_end);
        out.text<std::uint16_t>(room.base_topic.text());
    }
    out.number(static_cast<std::uint8_t>(account.grants.size()));
    for (const Grant& grant : account.grants) {
        out.number(static_cast<std::uint8_t>(grant.access));
        out.text<std::uint16_t>(grant.filter.text());
    }
}

/// Of enumerations that count from 0 without gaps.
template <class Enum>
std::optional<Enum> enum_of(std::uint8_t code, Enum last) {
    if (code > static_cast<std::uint8_t>(last)) return std::nullopt;
    return static_cast<Enum>(code);
}

Status read_rooms(ByteReader& in, Account& account) {
    for (auto left = in.number<std::uint8_t>(); left > 0 && in.is_good(); --left) {
        const auto until = in.number<std::uint64_t>();
        Result<TopicName> topic = TopicName::parse(std::string{in.text<std::uint16_t>()});
        if (!in.is_good()) return refuse("truncated");
        if (!topic) return topic.error();
        RoomRight room{*std::move(topic)};
        if (until != no_end) {
            if (until > static_cast<std::uint64_t>(to_micros(WallTime::max()))) {
                return refuse("bad_time");
            }
            room.until = from_micros(static_cast<std::int64_t>(until));
        }
        account.rooms.push_back(std::move(room));
    }
    return {};
}

Status read_grants(ByteReader& in, Account& account) {
    for (auto left = in.number<std::uint8_t>(); left > 0 && in.is_good(); --left) {
        const auto access = enum_of(in.number<std::uint8_t>(), Access::all);
        Result<TopicFilter> filter = TopicFilter::parse(std::string{in.text<std::uint16_t>()});
        if (!in.is_good()) return refuse("truncated");
        if (!access) return refuse("bad_access");
        if (!filter) return filter.error();
        account.grants.push_back({*std::move(filter), *access});
    }
    return {};
}

Result<Account> read_account(ByteReader& in) {
    const auto kind = enum_of(in.number<std::uint8_t>(), AccountKind::bootstrap);
    const auto disabled = in.number<std::uint8_t>();
    if (!kind) return refuse("bad_kind");
    if (disabled > 1) return refuse("bad_flag");
    Account account;
    account.kind = *kind;
    account.disabled = disabled == 1;
    account.login = in.text<std::uint8_t>();
    for (auto left = in.number<std::uint8_t>(); left > 0 && in.is_good(); --left) {
        StoredSecret& secret = account.secrets.emplace_back();
        in.raw(secret.salt);
        in.raw(secret.digest);
    }
    if (const Status rooms = read_rooms(in, account); !rooms) return rooms.error();
    if (const Status grants = read_grants(in, account); !grants) return grants.error();
    if (!in.is_good()) return refuse("truncated");
    if (const Status checked = check_account(account); !checked) return checked.error();
    return account;
}

}  // namespace

std::string write_changes(const AccountChanges& changes) {
    ByteWriter out;
    out.number(static_cast<std::uint32_t>(changes.remove.size()));
    for (const std::string& login : changes.remove) out.text<std::uint8_t>(login);
    out.number(static_cast<std::uint32_t>(changes.put.size()));
    for (const Account& account : changes.put) write_account(out, account);
    return out.take();
}

Result<AccountChanges> read_changes(std::string_view body) {
    ByteReader in{body};
    AccountChanges changes;
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.is_good(); --left) {
        changes.remove.emplace_back(in.text<std::uint8_t>());
    }
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.is_good(); --left) {
        Result<Account> account = read_account(in);
        if (!account) return account.error();
        changes.put.push_back(*std::move(account));
    }
    if (!in.is_good()) return refuse("truncated");
    if (!in.is_at_end()) return refuse("trailing_bytes");
    return changes;
}

}  // namespace soc
