#include "store/leader.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "support/store_fixture.h"

namespace soc::testing {
namespace {

class LeaderTest : public StoreTest {
protected:
    /// `who` stands for a data directory; its instance has the same name unless it is said.
    Result<leader::Lease> acquire(const std::string& who, WallTime at,
                                  const std::string& instance = {}) {
        const std::string& name = instance.empty() ? who : instance;
        return write([&](Transaction& tx) {
            return leader::acquire(tx, {who + "'s id", name, name + ":8000"}, at);
        });
    }
    std::string renew(std::int64_t epoch, WallTime at) {
        return summary(
            write([&](Transaction& tx) { return leader::renew_and_check(tx, epoch, at); }));
    }
};
INSTANTIATE_TEST_SUITE_P(Both, LeaderTest, both_databases, name_of_kind);

const std::string held = "conflict/database/led_by_another";
const std::string lost = "conflict/database/leadership_lost";

TEST_P(LeaderTest, RefusesASecondHolderUntilTheLeaseEnds) {
    const auto first = acquire("alpha", now);
    ASSERT_TRUE(first) << summary(first);
    EXPECT_EQ(first->until, now + leader::lease_time);

    const auto second = acquire("beta", now + leader::lease_time - microseconds{1});
    EXPECT_EQ(summary(second), held);
    EXPECT_NE(second.error().allowed.find("alpha"), std::string::npos);
    EXPECT_NE(second.error().allowed.find("alpha:8000"), std::string::npos);
    EXPECT_NE(second.error().allowed.find("08:00:06"), std::string::npos);

    const auto third = acquire("beta", now + leader::lease_time);
    ASSERT_TRUE(third) << summary(third);
    EXPECT_GT(third->epoch, first->epoch);
    EXPECT_EQ(renew(first->epoch, now + leader::lease_time), lost);
    EXPECT_EQ(renew(third->epoch, now + leader::lease_time), "success");
}

TEST_P(LeaderTest, KeepsTheLeaseWhileItIsRenewed) {
    const auto lease = acquire("alpha", now);
    ASSERT_TRUE(lease);
    ASSERT_EQ(renew(lease->epoch, now + seconds{5}), "success");
    EXPECT_EQ(summary(acquire("beta", now + seconds{10})), held);
    EXPECT_TRUE(acquire("beta", now + seconds{11}));
}

// After a crash the same holder must not wait six seconds for itself, whatever its instance is
// called now; its old self, should it still be there, is fenced off.
TEST_P(LeaderTest, LetsTheSameHolderTakeOverAtOnce) {
    const auto before = acquire("alpha", now);
    const auto after = acquire("alpha", now + seconds{1}, "renamed");
    ASSERT_TRUE(before && after);
    EXPECT_EQ(after->epoch, before->epoch + 1);
    EXPECT_EQ(renew(before->epoch, now + seconds{1}), lost);
}

// Two machines that were given one configuration: the second must not take the first one's lead.
TEST_P(LeaderTest, RefusesAnotherHolderWithTheSameInstance) {
    const auto first = acquire("alpha", now, "campus");
    ASSERT_TRUE(first);
    const auto second = acquire("beta", now + leader::lease_time - microseconds{1}, "campus");
    EXPECT_EQ(summary(second), held);
    EXPECT_NE(second.error().allowed.find("another data directory"), std::string::npos);
    EXPECT_EQ(renew(first->epoch, now), "success");
}

TEST_P(LeaderTest, IsFreeOnceReleased) {
    const auto lease = acquire("alpha", now);
    ASSERT_TRUE(lease);
    ASSERT_TRUE(
        write([&](Transaction& tx) { return leader::release(tx, lease->epoch, now); }));
    EXPECT_TRUE(acquire("beta", now));
    EXPECT_EQ(summary(write([&](Transaction& tx) {
                  return leader::release(tx, lease->epoch, now);
              })),
              lost);
}

// R26: what a late leader writes in the transaction of its check is not committed.
TEST_P(LeaderTest, FencesOffTheWritesOfAnOldEpoch) {
    const auto old = acquire("alpha", now);
    ASSERT_TRUE(acquire("alpha", now));
    const Status written = write([&](Transaction& tx) -> Status {
        const Status set = tx.execute("INSERT INTO setting (name, value) VALUES ('late', '')");
        if (!set) return set;
        return leader::renew_and_check(tx, old->epoch, now);
    });
    EXPECT_EQ(summary(written), lost);
    const auto rows = read([](Transaction& tx) { return tx.query("SELECT name FROM setting"); });
    EXPECT_TRUE(rows->empty());
}

// A takeover between check and commit would let both write: it has to wait for the commit.
TEST_P(LeaderTest, MakesATakeoverWaitForTheTransactionUnderWay) {
    const auto lease = acquire("alpha", now);
    std::thread rival;
    bool checked_first = false;
    bool committed_first = false;
    const Status done = write([&](Transaction& tx) -> Status {
        if (const Status ours = leader::renew_and_check(tx, lease->epoch, now); !ours) return ours;
        checked_first = true;
        rival = std::thread{[&] {
            const auto taken = acquire("beta", now + seconds{60});
            EXPECT_TRUE(taken) << summary(taken);
            const auto rows =
                read([](Transaction& other) { return other.query("SELECT name FROM setting"); });
            committed_first = rows && rows->size() == 1;
        }};
        return tx.execute("INSERT INTO setting (name, value) VALUES ('ours', '')");
    });
    rival.join();
    EXPECT_TRUE(done) << summary(done);
    EXPECT_TRUE(checked_first && committed_first);
}

}  // namespace
}  // namespace soc::testing
