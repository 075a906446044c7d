#include "service/use_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/access_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class UseQueueTest : public AccessTest {
protected:
    void SetUp() override {
        AccessTest::SetUp();
        ASSERT_TRUE(ledger.issue(lamp.id, otto()));
        secret = line().secret;
    }
    Credential line() { return ledger.list(lamp.id)->front(); }
    void add(UseQueue& queue, std::chrono::seconds after, const char* on = "192.0.2.1") {
        queue.add({lamp_login, secret, {now + after, on, ""}});
    }
    [[nodiscard]] bool shows(const std::string& text) const {
        return metrics.scrape().find(text + "\n") != std::string::npos;
    }

    StoredSecret secret;
    UseQueue uses{ledger, metrics, 2};
};
INSTANTIATE_TEST_SUITE_P(Both, UseQueueTest, both_databases, name_of_kind);

TEST_P(UseQueueTest, NotesTheFirstAndTheLatestUseWhateverTheirOrder) {
    for (const auto after : {5s, 2s, 9s, 7s}) add(uses, after);
    EXPECT_FALSE(line().first_use) << "nobody waits for the database";
    ASSERT_TRUE(uses.flush());
    EXPECT_EQ(line().first_use, (Credential::Use{now + 2s, "192.0.2.1", ""}));
    EXPECT_EQ(line().last_use, (Credential::Use{now + 9s, "192.0.2.1", ""}));
    add(uses, 20s, "192.0.2.2");
    ASSERT_TRUE(uses.flush());
    EXPECT_EQ(line().first_use->at, now + 2s);
    EXPECT_EQ(line().last_use, (Credential::Use{now + 20s, "192.0.2.2", ""}));
    ASSERT_TRUE(uses.flush()) << "of nothing";
}

// R25: while the database is away they wait, and the first use stays the first.
TEST_P(UseQueueTest, KeepsThemUntilTheyAreNoted) {
    add(uses, 1s);
    ASSERT_TRUE(write([](Transaction& tx) {
        return tx.execute("ALTER TABLE credential RENAME TO credential_away");
    }));
    EXPECT_FALSE(uses.flush());
    EXPECT_TRUE(shows("sensocampus_uses_waiting 1"));
    add(uses, 3s);
    EXPECT_FALSE(uses.flush());
    ASSERT_TRUE(write([](Transaction& tx) {
        return tx.execute("ALTER TABLE credential_away RENAME TO credential");
    }));
    ASSERT_TRUE(uses.flush());
    EXPECT_EQ(line().first_use->at, now + 1s);
    EXPECT_EQ(line().last_use->at, now + 3s);
    EXPECT_TRUE(shows("sensocampus_uses_waiting 0"));
    EXPECT_TRUE(shows("sensocampus_uses_dropped_total 0"));
}

TEST_P(UseQueueTest, DropsAndCountsWhatHasNoRoom) {
    const auto other = [&] { return hash_secret(Secret{"another"}, random); };
    uses.add({"nobody", other(), {now, "192.0.2.1", ""}});
    uses.add({"nobody", other(), {now, "192.0.2.1", ""}});
    add(uses, 1s);
    EXPECT_TRUE(shows("sensocampus_uses_dropped_total 1"));
    ASSERT_TRUE(uses.flush());
    EXPECT_FALSE(line().first_use);
    add(uses, 2s);
    ASSERT_TRUE(uses.flush());
    EXPECT_EQ(line().first_use->at, now + 2s);
    EXPECT_TRUE(shows("sensocampus_uses_dropped_total 1"));
}

}  // namespace
}  // namespace soc::testing
