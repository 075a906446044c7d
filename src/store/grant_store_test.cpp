#include "store/grant_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class GrantStoreTest : public StoreTest {
protected:
    void SetUp() override { register_places(); }

    static Grant a_grant(const std::string& filter, Access access) {
        return {*TopicFilter::parse(filter), access};
    }
    std::string replace(const DeviceId& device, const std::vector<Grant>& grants) {
        return summary(write([&](Transaction& tx) {
            return grant_store::replace_of_device(tx, device, grants);
        }));
    }
    std::vector<DeviceGrant> between(const DeviceId& first, const DeviceId& last) {
        const auto grants =
            read([&](Transaction& tx) { return grant_store::list_between(tx, first, last); });
        EXPECT_TRUE(grants) << summary(grants);
        return grants ? *grants : std::vector<DeviceGrant>{};
    }
    ServiceAccount an_account(const std::string& login) {
        ServiceAccount account;
        account.id = fresh<ServiceAccountId>();
        account.login = login;
        random.fill(account.secret.salt);
        random.fill(account.secret.digest);
        account.description = "écoute";
        account.created_at = now;
        return account;
    }
    std::string insert(const ServiceAccount& account) {
        return summary(
            write([&](Transaction& tx) { return grant_store::insert(tx, account); }));
    }
    std::string update(const ServiceAccount& account) {
        return summary(
            write([&](Transaction& tx) { return grant_store::update(tx, account); }));
    }
    std::vector<ServiceAccount> accounts() {
        const auto list =
            read([](Transaction& tx) { return grant_store::list_service_accounts(tx); });
        EXPECT_TRUE(list) << summary(list);
        return list ? *list : std::vector<ServiceAccount>{};
    }
};
INSTANTIATE_TEST_SUITE_P(Both, GrantStoreTest, both_databases, name_of_kind);

TEST_P(GrantStoreTest, KeepsGrantsOfDevicesInTheirOrder) {
    const Device first = register_device("first");
    now += 1ms;  // so that its id is greater
    const Device second = register_device("second");
    const Grant all = a_grant("u4/+/display/#", Access::all);
    const Grant publish = a_grant("a", Access::publish);
    const Grant subscribe = a_grant("é/#", Access::subscribe);
    EXPECT_EQ(replace(first.id, {all, publish}), "success");
    EXPECT_EQ(replace(second.id, {subscribe}), "success");
    EXPECT_EQ(between(first.id, second.id),
              (std::vector<DeviceGrant>{
                  {first.id, all}, {first.id, publish}, {second.id, subscribe}}));
    EXPECT_EQ(between(second.id, second.id),
              (std::vector<DeviceGrant>{{second.id, subscribe}}));

    EXPECT_EQ(replace(first.id, {publish, all}), "success");
    EXPECT_EQ(between(first.id, first.id),
              (std::vector<DeviceGrant>{{first.id, publish}, {first.id, all}}));
    EXPECT_EQ(replace(first.id, {}), "success");
    EXPECT_TRUE(between(first.id, first.id).empty());
    EXPECT_EQ(replace(fresh<DeviceId>(), {all}), "conflict//reference_missing");
}

TEST_P(GrantStoreTest, KeepsServiceAccountsWithTheirGrants) {
    ServiceAccount collector = an_account("collector");
    collector.grants = {a_grant("#", Access::subscribe), a_grant("out/+", Access::publish)};
    const ServiceAccount alone = an_account("alone");
    EXPECT_EQ(insert(collector), "success");
    EXPECT_EQ(insert(alone), "success");
    EXPECT_EQ(accounts(), (std::vector{alone, collector}));

    collector.grants = {a_grant("u4/#", Access::all)};
    collector.disabled = true;
    collector.description = "";
    random.fill(collector.secret.digest);
    EXPECT_EQ(update(collector), "success");
    EXPECT_EQ(accounts(), (std::vector{alone, collector}));
}

TEST_P(GrantStoreTest, RefusesATakenLoginAndAnUnknownAccount) {
    EXPECT_EQ(insert(an_account("collector")), "success");
    EXPECT_EQ(insert(an_account("collector")), "conflict/login/already_registered");
    EXPECT_EQ(update(an_account("collector")), "not_found/service_account/not_found");
}

}  // namespace
}  // namespace soc::testing
