#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/account_rules.h"
#include "core/clock.h"
#include "core/result.h"
#include "domain/grant.h"
#include "domain/stored_secret.h"
#include "domain/topic_name.h"

namespace soc {

/// What a device may do because of a room; `until` is set when it was moved out of it (R39).
struct RoomRight {
    TopicName base_topic;
    std::optional<WallTime> until{};

    friend bool operator==(const RoomRight&, const RoomRight&) = default;
};

/// A login and its rights, as the registry derives it and the access table takes it.
struct Account {
    std::string login;
    AccountKind kind = AccountKind::device;
    bool disabled = false;
    std::vector<StoredSecret> secrets{};
    std::vector<RoomRight> rooms{};
    std::vector<Grant> grants{};

    friend bool operator==(const Account&, const Account&) = default;
};

/// Whether a table can hold `account`; asked before it is stored. `invalid_input`: on `login`
/// `empty`, `too_long`, `not_plain_text`, `reserved` (`test` is the sandbox's, and the sandbox has
/// no other); on `secrets`, `rooms`, `grants` `too_many`, and `not_allowed` when the kind has none:
/// only a device has rooms, and the sandbox has its fixed rights only (R33).
[[nodiscard]] Status check_account(const Account& account);

}  // namespace soc
