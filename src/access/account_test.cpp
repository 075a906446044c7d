#include "access/account.h"

#include <gtest/gtest.h>

#include <string>

#include "core/limits.h"

namespace soc {
namespace {

RoomRight room(std::string base_topic) { return {.base_topic = *TopicName::parse(base_topic)}; }
Grant grant(std::string filter) { return {.filter = *TopicFilter::parse(filter)}; }

std::string fault(const Account& account) {
    const Status checked = check_account(account);
    return checked ? "" : checked.error().field + " " + checked.error().reason;
}

TEST(Account, HasALoginThatFits) {
    EXPECT_EQ(fault({.login = "senso_30aea4000004"}), "");
    EXPECT_EQ(fault({.login = ""}), "login empty");
    EXPECT_EQ(fault({.login = std::string(limits::identifier_bytes_max, 'x')}), "");
    EXPECT_EQ(fault({.login = std::string(limits::identifier_bytes_max + 1, 'x')}),
              "login too_long");
    EXPECT_EQ(fault({.login = "two\nlines"}), "login not_plain_text");
}

// R33: a device or service of that name would have rights that the sandbox must not have.
TEST(Account, OfTheSandboxHasItsLoginAndNobodyElse) {
    EXPECT_EQ(fault({.login = "test"}), "login reserved");
    EXPECT_EQ(fault({.login = "test", .kind = AccountKind::service}), "login reserved");
    EXPECT_EQ(fault({.login = "test", .kind = AccountKind::sandbox}), "");
    EXPECT_EQ(fault({.login = "tests", .kind = AccountKind::sandbox}), "login reserved");
    EXPECT_EQ(fault({.login = "Test"}), "");
}

TEST(Account, HasTheRightsOfItsKindUpToTheLimits) {
    Account device{.login = "d"};
    device.secrets.resize(limits::account_secrets_max);
    device.rooms.assign(limits::account_rooms_max, room("u4/300"));
    device.grants.assign(limits::account_grants_max, grant("#"));
    EXPECT_EQ(fault(device), "");

    Account more = device;
    more.secrets.emplace_back();
    EXPECT_EQ(fault(more), "secrets too_many");
    more = device;
    more.rooms.push_back(room("u4/300"));
    EXPECT_EQ(fault(more), "rooms too_many");
    more = device;
    more.grants.push_back(grant("#"));
    EXPECT_EQ(fault(more), "grants too_many");

    for (const AccountKind kind : {AccountKind::service, AccountKind::bootstrap}) {
        EXPECT_EQ(fault({.login = "s", .kind = kind, .rooms = {room("a")}}), "rooms not_allowed");
        EXPECT_EQ(fault({.login = "s", .kind = kind, .grants = {grant("#")}}), "");
    }
    const AccountKind sandbox = AccountKind::sandbox;
    EXPECT_EQ(fault({.login = "test", .kind = sandbox, .rooms = {room("a")}}),
              "rooms not_allowed");
    EXPECT_EQ(fault({.login = "test", .kind = sandbox, .grants = {grant("a")}}),
              "grants not_allowed");
}

}  // namespace
}  // namespace soc
