#pragma once

#include <string>

#include "access/secret_hash.h"
#include "service/access_directory.h"
#include "service/credential_ledger.h"
#include "support/store_fixture.h"
#include "support/temporary_directory.h"

namespace soc::testing {

/// A registry with one board, and what decides about its access, on both databases.
class AccessTest : public StoreTest {
protected:
    void SetUp() override {
        register_places();
        lamp = register_board("lamp", lamp_mac);
        ASSERT_TRUE(directory.load());
    }

    /// With the entry that says when it was created, as whoever registers one writes it.
    Device register_board(const std::string& name, const std::string& mac) {
        Device device = a_device(name);
        device.identifiers = {{IdentifierKind::mac, mac}};
        device.rooms = {room.id};
        store(device, "created");
        return device;
    }
    void store(const Device& device, const std::string& action) {
        const Status done = write([&](Transaction& tx) -> Status {
            const Status stored = action == "created" ? device_store::insert(tx, device, "k")
                                                      : device_store::update(tx, device, "k");
            if (!stored) return stored;
            return tx.add_change({now, "otto", "device", device.id.to_string(), action, {}, {}});
        });
        ASSERT_TRUE(done) << summary(done);
    }
    /// Until there is nothing more to follow.
    void follow() {
        for (;;) {
            const Result<bool> more = directory.follow();
            ASSERT_TRUE(more) << summary(more);
            if (!*more) return;
        }
    }
    [[nodiscard]] Authorship otto() const { return {"otto", now}; }

    static constexpr const char* lamp_mac = "30:ae:a4:00:00:04";
    static constexpr const char* lamp_login = "senso_30aea4000004";
    Device lamp;
    metrics::Registry metrics;
    TemporaryDirectory data;
    KeyHolder keys{(data.path() / "master.key").string(), true, random};
    AccessDirectory directory{{*database, random, metrics}};
    CredentialLedger ledger{{*database, directory, keys, random, metrics}};
};

}  // namespace soc::testing
