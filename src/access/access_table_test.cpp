#include "access/access_table.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/random.h"

namespace soc {
namespace {

/// An account that can be told from others by each of its parts.
Account account(const std::string& login, std::size_t number) {
    Account made{.login = login,
                 .kind = number % 2 == 0 ? AccountKind::device : AccountKind::service,
                 .disabled = number % 3 == 0};
    made.secrets.resize(number % 3);
    for (StoredSecret& secret : made.secrets) secret.salt.fill(static_cast<std::uint8_t>(number));
    if (made.kind == AccountKind::device) {
        made.rooms = {{.base_topic = *TopicName::parse("room/" + std::to_string(number))},
                      {.base_topic = *TopicName::parse("left"),
                       .until = from_micros(static_cast<std::int64_t>(number))}};
    }
    made.grants = {{.filter = *TopicFilter::parse(std::to_string(number) + "/#"),
                    .access = Access::publish},
                   {.filter = *TopicFilter::parse("+/+"), .access = Access::subscribe}};
    return made;
}

/// The account again, from what a reader sees of it.
Account read_back(const std::string& login, const AccountRules& rules) {
    Account account{.login = login, .kind = rules.kind, .disabled = rules.disabled};
    account.secrets.assign(rules.secrets.begin(), rules.secrets.end());
    for (const RoomRule& room : rules.rooms) {
        RoomRight right{.base_topic = *TopicName::parse(std::string{room.base_topic})};
        if (room.until != WallTime::max()) right.until = room.until;
        account.rooms.push_back(std::move(right));
    }
    for (const GrantRule& grant : rules.grants) {
        account.grants.push_back(
            {*TopicFilter::parse(std::string{grant.filter.text()}), grant.access});
    }
    return account;
}

void expect_equal(const AccessTable& table, const std::map<std::string, Account>& expected) {
    EXPECT_EQ(table.size(), expected.size());
    for (const auto& [login, account] : expected) {
        const std::optional<AccountRules> rules = table.find(login);
        ASSERT_TRUE(rules) << login;
        EXPECT_EQ(read_back(login, *rules), account) << login;
    }
}

TEST(AccessTable, IsEmptyAtFirst) {
    const AccessTable table;
    EXPECT_EQ(table.size(), 0U);
    EXPECT_FALSE(table.find(""));
    EXPECT_FALSE(table.find("test"));
}

// contract/http.md: logins are case-sensitive.
TEST(AccessTable, FindsALoginLetterForLetter) {
    const AccessTable table = AccessTable{}.after({.put = {account("senso_30aea4000004", 1)}});
    EXPECT_TRUE(table.find("senso_30aea4000004"));
    for (const char* const login :
         {"", "senso_30AEA4000004", "senso_30aea400000", "senso_30aea40000041",
          " senso_30aea4000004", "senso_30aea4000004 "}) {
        EXPECT_FALSE(table.find(login)) << login;
    }
    EXPECT_FALSE(table.find(std::string_view{"senso_30aea4000004\0", 19}));
}

TEST(AccessTable, TakesTheLastOfTwoAndPutsAfterRemoving) {
    const AccessTable one = AccessTable{}.after({.put = {account("a", 1), account("a", 2)}});
    expect_equal(one, {{"a", account("a", 2)}});
    expect_equal(one.after({.remove = {"a", "nobody"}, .put = {account("a", 3)}}),
                 {{"a", account("a", 3)}});
    expect_equal(one.after({.remove = {"a", "a"}}), {});
}

TEST(AccessTable, IsBuiltInPieces) {
    std::map<std::string, Account> expected;
    AccessTable::Builder builder;
    for (std::size_t piece = 0; piece < 50; ++piece) {
        AccountChanges changes;
        changes.remove = {"login_" + std::to_string(piece), "nobody"};
        expected.erase(changes.remove.front());
        for (std::size_t i = 0; i < 200; ++i) {
            const std::string login = "login_" + std::to_string(piece * 150 + i);
            changes.put.push_back(account(login, piece + i));
            expected.insert_or_assign(login, account(login, piece + i));
        }
        builder.apply(changes);
    }
    EXPECT_EQ(builder.size(), expected.size());
    const AccessTable table = std::move(builder).finish();
    expect_equal(table, expected);
    expect_equal(table.after({.remove = {"login_7000"}, .put = {account("new", 1)}}), [&] {
        expected.erase("login_7000");
        expected.emplace("new", account("new", 1));
        return expected;
    }());
}

TEST(AccessTable, IsGivenBackInPartsAndLeavesWhatOthersShare) {
    AccountChanges changes;
    std::map<std::string, Account> expected;
    for (std::size_t i = 0; i < 9'000; ++i) {
        const std::string login = "login_" + std::to_string(i);
        changes.put.push_back(account(login, i));
        expected.emplace(login, account(login, i));
    }
    AccessTable table = AccessTable{}.after(changes);
    const AccessTable next = table.after({.remove = {"login_1"}});
    expected.erase("login_1");
    AccessTable::Remains remains;
    remains.add(std::move(table));
    int turns = 1;
    while (remains.release(10)) ++turns;
    EXPECT_GT(turns, 100);
    expect_equal(next, expected);

    remains.add(AccessTable{next});
    EXPECT_TRUE(remains.release(1));
    while (remains.release(1'000)) {
    }
    expect_equal(next, expected);
}

// Against a map, in rounds that put and remove at random, with more accounts than parts; the
// tables before stay what they were.
TEST(AccessTable, IsAMapThatKeepsItsPast) {
    SeededRandom random{60};
    std::map<std::string, Account> expected;
    AccessTable table;
    std::vector<std::pair<AccessTable, std::map<std::string, Account>>> past;
    for (int round = 0; round < 20; ++round) {
        AccountChanges changes;
        for (int i = 0; i < 600; ++i) {
            const std::string login = "login_" + std::to_string(random.next_u64() % 9'000);
            if (random.next_u64() % 4 == 0) {
                changes.remove.push_back(login);
            } else {
                changes.put.push_back(account(login, random.next_u64() % 1'000));
            }
        }
        for (const std::string& login : changes.remove) expected.erase(login);
        for (const Account& put : changes.put) expected.insert_or_assign(put.login, put);
        table = table.after(changes);
        past.emplace_back(table, expected);
    }
    ASSERT_GT(table.size(), 4'096U);
    for (const auto& [then, was] : past) {
        EXPECT_EQ(then.size(), was.size());
        for (std::size_t i = 0; i < 9'000; ++i) {
            const std::string login = "login_" + std::to_string(i);
            ASSERT_EQ(then.find(login).has_value(), was.contains(login)) << login;
        }
    }
    expect_equal(past.front().first, past.front().second);
    expect_equal(past.back().first, past.back().second);
}

}  // namespace
}  // namespace soc
