#include "service/access_directory.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "access/access_decision.h"
#include "core/limits.h"
#include "store/grant_store.h"
#include "support/access_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class AccessDirectoryTest : public AccessTest {
protected:
    /// Whether a session of `login` may do it.
    [[nodiscard]] bool may(const std::string& login, Action action, const std::string& topic) {
        const auto table = directory.table();
        return decide(table->find(login), {Proof::session(), action, topic}, now).allowed();
    }
    [[nodiscard]] std::string connecting(const std::string& login, const std::string& secret) {
        const auto table = directory.table();
        const Decision decision =
            decide(table->find(login), {Proof::secret(secret), Action::connect}, now);
        return decision.allowed() ? "allowed" : std::string{decision.reason};
    }
    void note(const std::string& entity, const std::string& id) {
        ASSERT_TRUE(write([&](Transaction& tx) {
            return tx.add_change({now, "otto", entity, id, "updated", {}, {}});
        }));
    }
    void replace_grants(const Device& device, const std::vector<Grant>& grants) {
        ASSERT_TRUE(write([&](Transaction& tx) {
            return grant_store::replace_of_device(tx, device.id, grants);
        }));
        note("device", device.id.to_string());
    }
};
INSTANTIATE_TEST_SUITE_P(Both, AccessDirectoryTest, both_databases, name_of_kind);

TEST_P(AccessDirectoryTest, GivesABoardTheRightsOfItsRoomsAndItsGrants) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    EXPECT_TRUE(may(lamp_login, Action::publish, "u4/b1/300/device"));
    EXPECT_TRUE(may(lamp_login, Action::subscribe, "u4/b1/300/+/command"));
    EXPECT_FALSE(may(lamp_login, Action::publish, "u4/b1/301/device"));
    EXPECT_FALSE(may(lamp_login, Action::subscribe, "u4/b1/display/#"));

    replace_grants(lamp, {{*TopicFilter::parse("u4/b1/display/#"), Access::subscribe}});
    follow();
    EXPECT_TRUE(may(lamp_login, Action::subscribe, "u4/b1/display/#"));
    replace_grants(lamp, {});
    follow();
    EXPECT_FALSE(may(lamp_login, Action::subscribe, "u4/b1/display/#"));
}

TEST_P(AccessDirectoryTest, FollowsADeviceThatIsMovedDisabledAndRetired) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    const Room other = a_room(building.id, "301");
    ASSERT_TRUE(write([&](Transaction& tx) { return place_store::insert(tx, other, "r"); }));
    note("room", other.id.to_string());
    lamp.rooms = {other.id};
    store(lamp, "updated");
    follow();
    EXPECT_TRUE(may(lamp_login, Action::publish, "u4/b1/301/device"));
    EXPECT_FALSE(may(lamp_login, Action::publish, "u4/b1/300/device"));

    lamp.enabled = false;
    store(lamp, "updated");
    follow();
    EXPECT_EQ(connecting(lamp_login, "x"), "disabled");
    EXPECT_FALSE(may(lamp_login, Action::publish, "u4/b1/301/device"));
    lamp.enabled = true;
    lamp.life_cycle = LifeCycle::retired;
    store(lamp, "updated");
    follow();
    EXPECT_EQ(connecting(lamp_login, "x"), "disabled");
    lamp.life_cycle = LifeCycle::planned;
    store(lamp, "updated");
    follow();
    EXPECT_EQ(connecting(lamp_login, "x"), "wrong_secret");
}

// A topic of a place is part of the rights of every device in it.
TEST_P(AccessDirectoryTest, FollowsThePlaces) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    room.topic = "renamed";
    ASSERT_TRUE(write([&](Transaction& tx) { return place_store::update(tx, room, "r"); }));
    note("room", room.id.to_string());
    follow();
    EXPECT_TRUE(may(lamp_login, Action::publish, "u4/b1/renamed/device"));
    EXPECT_FALSE(may(lamp_login, Action::publish, "u4/b1/300/device"));
}

TEST_P(AccessDirectoryTest, LetsTwoDevicesSwapTheirMacs) {
    Device other = register_board("other", "30:ae:a4:00:00:05");
    follow();
    const Identifier free_for_now{IdentifierKind::free, "swapping"};
    const auto mac_to = [](Device& device, const char* mac) {
        device.identifiers = {{IdentifierKind::mac, mac}};
    };
    lamp.identifiers = {free_for_now};
    store(lamp, "updated");
    mac_to(other, lamp_mac);
    store(other, "updated");
    // Of both only the one that took the address is read; the other's turn comes later.
    ASSERT_TRUE(directory.refresh(other.id));
    mac_to(lamp, "30:ae:a4:00:00:05");
    store(lamp, "updated");
    follow();
    EXPECT_EQ(directory.find_board(*MacAddress::parse(lamp_mac))->device, other.id);
    EXPECT_EQ(directory.find_board(*MacAddress::parse("30:ae:a4:00:00:05"))->device, lamp.id);
    EXPECT_TRUE(directory.table()->find(lamp_login));
    EXPECT_TRUE(directory.table()->find("senso_30aea4000005"));
}

TEST_P(AccessDirectoryTest, KnowsServicesAndTheSandbox) {
    EXPECT_EQ(connecting("test", "test"), "allowed");
    EXPECT_TRUE(may("test", Action::publish, "TestTopic/x/device"));

    ServiceAccount collector;
    collector.id = fresh<ServiceAccountId>();
    collector.login = "collector";
    collector.secret = hash_secret(Secret{"a long enough secret"}, random);
    collector.grants = {{*TopicFilter::parse("#"), Access::subscribe}};
    collector.created_at = now;
    ASSERT_TRUE(write([&](Transaction& tx) { return grant_store::insert(tx, collector); }));
    note("service_account", collector.id.to_string());
    EXPECT_EQ(connecting("collector", "a long enough secret"), "unknown_login");
    follow();
    EXPECT_EQ(connecting("collector", "a long enough secret"), "allowed");
    EXPECT_TRUE(may("collector", Action::subscribe, "#"));
    collector.disabled = true;
    ASSERT_TRUE(write([&](Transaction& tx) { return grant_store::update(tx, collector); }));
    note("service_account", collector.id.to_string());
    follow();
    EXPECT_EQ(connecting("collector", "a long enough secret"), "disabled");
    ASSERT_TRUE(directory.load());
    EXPECT_EQ(connecting("collector", "a long enough secret"), "disabled");
}

// What no table can hold costs its own access and nobody else's.
TEST_P(AccessDirectoryTest, LeavesOutWhatNoTableCanHold) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    const Device other = register_board("other", "30:ae:a4:00:00:05");
    std::vector<Grant> many;
    for (std::size_t i = 0; i <= limits::account_grants_max; ++i) {
        many.push_back({*TopicFilter::parse("a/" + std::to_string(i)), Access::all});
    }
    replace_grants(lamp, many);
    follow();
    EXPECT_EQ(connecting(lamp_login, "x"), "unknown_login");
    EXPECT_EQ(connecting("senso_30aea4000005", "x"), "no_secret");
    EXPECT_NE(metrics.scrape().find(
                  R"(sensocampus_access_left_out_total{reason="grants_too_many"} 1)"),
              std::string::npos);
    many.pop_back();
    replace_grants(lamp, many);
    follow();
    EXPECT_EQ(connecting(lamp_login, "x"), "wrong_secret");
}

TEST_P(AccessDirectoryTest, KnowsNobodyBeforeItIsLoaded) {
    AccessDirectory empty{{*database, random, metrics}};
    EXPECT_EQ(empty.table()->size(), 0U);
    EXPECT_FALSE(empty.find_board(*MacAddress::parse(lamp_mac)));
    ASSERT_TRUE(empty.refresh(lamp.id));
    EXPECT_EQ(empty.table()->size(), 0U);
}

// A reader's table stays what it was, however the directory goes on.
TEST_P(AccessDirectoryTest, LeavesAReaderHisTable) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    const auto before = directory.table();
    lamp.enabled = false;
    store(lamp, "updated");
    follow();
    EXPECT_FALSE(before->find(lamp_login)->disabled);
    EXPECT_TRUE(directory.table()->find(lamp_login)->disabled);
}

TEST_P(AccessDirectoryTest, FollowsWhatAnotherProgramDoesToASecret) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    AccessDirectory other{{*database, random, metrics}};
    ASSERT_TRUE(other.load());
    EXPECT_TRUE(other.table()->find(lamp_login)->secrets.size() == 1);
    const StoredSecret before = other.table()->find(lamp_login)->secrets.front();
    ASSERT_TRUE(ledger.revoke(lamp.id, otto()));
    while (*other.follow()) {
    }
    ASSERT_EQ(other.table()->find(lamp_login)->secrets.size(), 1U);
    EXPECT_NE(other.table()->find(lamp_login)->secrets.front(), before);
}

}  // namespace
}  // namespace soc::testing
