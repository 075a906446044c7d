#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "core/result.h"
#include "domain/credential.h"
#include "domain/device.h"
#include "domain/mac_address.h"
#include "domain/own_broker.h"
#include "domain/place_directory.h"
#include "store/transaction.h"

namespace soc {

/// What the registry says about one device's access, as it stands in the database.
struct BoardRecord {
    Device device;
    std::vector<Credential> credentials;  ///< the valid ones, the oldest first
    std::vector<Grant> grants;
    std::optional<OwnBroker> broker;
};

/// A board as the door for credentials knows it, by its MAC, of which its login is made. Small:
/// there is one for every device.
struct Board {
    DeviceId device;
    bool has_credentials = true;  ///< false: its type does not speak MQTT
    bool shut_out = false;        ///< disabled or retired
    std::shared_ptr<const OwnBroker> broker;  ///< null: the boards' default
    /// Its secrets while there may be something to give or to note; null when every answer is its
    /// login. Without sealed texts.
    std::shared_ptr<const std::vector<Credential>> open_ledger;
};

/// The address by which a board asks: the first of its MACs. Absent: it has none.
[[nodiscard]] std::optional<MacAddress> board_address(const Device& device);

/// Whether somebody decided that nothing of this device is let in.
[[nodiscard]] bool is_shut_out(const Device& device);

/// Calls `each` for every device in the order of ids, some at a time.
Status for_each_board(Transaction& tx, const std::function<void(BoardRecord&&)>& each);
/// Absent when there is no such device.
[[nodiscard]] Result<std::optional<BoardRecord>> find_board(Transaction& tx, const DeviceId& id);

/// Absent when it has no MAC.
[[nodiscard]] std::optional<Board> board_of(const BoardRecord& record,
                                            const PlaceDirectory& places);

/// Its account in the access table: rights by its rooms, and its grants. Secrets of a MAC that it
/// had before open nothing. Absent when it has no MAC or does not speak MQTT. `left_out` gets a
/// reason for each right that no table can hold.
[[nodiscard]] std::optional<Account> account_of(
    const BoardRecord& record, const PlaceDirectory& places,
    const std::function<void(std::string_view reason)>& left_out);

}  // namespace soc
