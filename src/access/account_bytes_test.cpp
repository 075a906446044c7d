#include "access/account_bytes.h"

#include <gtest/gtest.h>

#include "core/limits.h"
#include "support/table_messages.h"

namespace soc {
namespace {

using namespace std::string_literals;
using testing::a_device;
using testing::a_grant;

AccountChanges some_changes() {
    Account moved = a_device("senso_30aea4000001", "secret of the moved one");
    moved.rooms.push_back({*TopicName::parse("u4/301"), from_micros(1'700'000'000'000'000)});
    moved.grants = {a_grant("data/+/#", Access::publish)};
    moved.disabled = true;
    Account service;
    service.login = "collector";
    service.kind = AccountKind::service;
    service.grants = {a_grant("#", Access::subscribe), a_grant("jobs/+", Access::all)};
    return {{"senso_30aea4000002", "gone"}, {moved, service}};
}

std::string reason_of(std::string_view body) {
    const Result<AccountChanges> changes = read_changes(body);
    return changes ? "" : changes.error().reason;
}

TEST(AccountBytes, AreReadAsTheyWereWritten) {
    const AccountChanges changes = some_changes();
    const Result<AccountChanges> read = read_changes(write_changes(changes));
    ASSERT_TRUE(read) << read.error().reason;
    EXPECT_EQ(*read, changes);
    EXPECT_TRUE(read_changes(write_changes({})));
}

TEST(AccountBytes, NoShorterTextIsTaken) {
    const std::string body = write_changes(some_changes());
    for (std::size_t size = 0; size < body.size(); ++size) {
        EXPECT_FALSE(read_changes(std::string_view{body}.substr(0, size))) << size;
    }
}

// Lengths that promise more than there is must not make room for it first.
TEST(AccountBytes, SaysWhatIsWrong) {
    const std::string none = "\0\0\0\0"s;
    const std::string one = "\1\0\0\0"s;
    EXPECT_EQ(reason_of(""), "truncated");
    EXPECT_EQ(reason_of("\xff\xff\xff\xff"s), "truncated");
    EXPECT_EQ(reason_of(none + "\xff\xff\xff\xff"s), "truncated");
    EXPECT_EQ(reason_of(none + one + "\0\0\0\0\0\0"s), "empty") << "an account without a login";
    EXPECT_EQ(reason_of(none + none + "x"), "trailing_bytes");
    EXPECT_EQ(reason_of(none + one + "\4\0\1a\0\0\0"s), "bad_kind");
    EXPECT_EQ(reason_of(none + one + "\0\2\1a\0\0\0"s), "bad_flag");
    EXPECT_EQ(reason_of(none + one + "\0\0\4test\0\0\0"s), "reserved");
    EXPECT_EQ(reason_of(none + one + "\0\0\1a\3"s + std::string(3 * 48, 's') + "\0\0"s),
              "too_many")
        << "secrets";
    EXPECT_EQ(reason_of(none + one + "\0\0\1a\0\1--------\3\0a+b\0"s), "has_wildcard");
    EXPECT_EQ(reason_of(none + one + "\0\0\1a\0\1\xff\xff\xff\xff\xff\xff\xff\x7f\1\0a\0"s), "");
    EXPECT_EQ(reason_of(none + one + "\0\0\1a\0\1\0\0\0\0\0\0\0\xf0\1\0a\0"s), "bad_time");
    EXPECT_EQ(reason_of(none + one + "\0\0\1a\0\0\1\3\1\0#"s), "bad_access");
    EXPECT_EQ(reason_of(none + one + "\0\0\1a\0\0\1\2\3\0#/a"s), "hash_not_last");
}

}  // namespace
}  // namespace soc
