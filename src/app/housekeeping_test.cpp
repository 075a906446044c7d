#include "app/housekeeping.h"

#include <gtest/gtest.h>

#include <string>

#include "support/fleet_fixture.h"
#include "support/manual_clock.h"
#include "support/store_fixture.h"
#include "support/temporary_directory.h"

namespace soc::testing {
namespace {

class HousekeepingTest : public StoreTest {
protected:
    /// So many turns that each table has had its own; gives the metrics.
    std::string turn_once_for_each_table() {
        for (std::size_t i = 0; i < counted_tables().size(); ++i) housekeeping.turn();
        return metrics.scrape();
    }

    const SmallCampus campus;
    ManualClock clock;
    metrics::Registry metrics;
    IngestInbox inbox;
    ChangeFeed changes{*database, inbox, campus.directory(), 0};
    AccessDirectory access{{*database, random, metrics}};
    TemporaryDirectory data;
    KeyHolder keys{(data.path() / "master.key").string(), true, random};
    CredentialLedger ledger{{*database, access, keys, random, metrics}};
    UseQueue uses{ledger, metrics};
    const ReadModel read_model{campus.directory()};
    LoginService logins{{*database, random, metrics}};
    Readiness readiness;
    Housekeeping housekeeping{
        {*database, changes, access, uses, read_model, logins, metrics, readiness, clock}};
};
INSTANTIATE_TEST_SUITE_P(Both, HousekeepingTest, both_databases, name_of_kind);

// R27: one table that cannot be counted, for instance because it takes too long, must not cost the
// counts of the others.
TEST_P(HousekeepingTest, CountsWhatCanBeCounted) {
    ASSERT_TRUE(write([](Transaction& tx) { return tx.execute("DROP TABLE presence_interval"); }));
    const std::string scraped = turn_once_for_each_table();
    for (const CountedTable& table : counted_tables()) {
        const std::string line = "sensocampus_rows{table=\"" + std::string{table.name} + "\"} 0";
        const bool counted = scraped.find(line) != std::string::npos;
        EXPECT_EQ(counted, table.name != "presence_interval") << table.name << '\n' << scraped;
    }
}

TEST_P(HousekeepingTest, CountsAgainAfterAnHour) {
    const auto has_one = [&] {
        return turn_once_for_each_table().find(
                   "sensocampus_rows{table=\"blind_interval\"} 1\n") != std::string::npos;
    };
    EXPECT_FALSE(has_one());
    ASSERT_TRUE(write([](Transaction& tx) {
        return tx.execute("INSERT INTO blind_interval (broker, since_us, until_us, reason) "
                          "VALUES ('main', 1, 2, 'backlog')");
    }));
    clock.advance(seconds{3'600} - microseconds{1});
    EXPECT_FALSE(has_one());
    clock.advance(microseconds{1});
    EXPECT_TRUE(has_one());
}

// Each turn, and when it stops: a last use may say that a delivery was not lost (R37).
TEST_P(HousekeepingTest, NotesTheUsesOfSecrets) {
    register_places();
    Device lamp = a_device("lamp");
    lamp.identifiers = {{IdentifierKind::mac, "30:ae:a4:00:00:04"}};
    ASSERT_TRUE(write([&](Transaction& tx) { return device_store::insert(tx, lamp, "lamp"); }));
    ASSERT_TRUE(ledger.issue(lamp.id, {"otto", now}));
    const auto line = [&] { return ledger.list(lamp.id)->front(); };
    const auto use = [&](seconds after) {
        uses.add({line().login, line().secret, {now + after, "192.0.2.1", ""}});
    };
    use(seconds{1});
    housekeeping.turn();
    EXPECT_EQ(line().first_use, (Credential::Use{now + seconds{1}, "192.0.2.1", ""}));
    housekeeping.start();
    use(seconds{2});
    housekeeping.stop();
    EXPECT_EQ(line().last_use->at, now + seconds{2});
}

}  // namespace
}  // namespace soc::testing
