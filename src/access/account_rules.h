#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/clock.h"
#include "domain/grant.h"
#include "domain/stored_secret.h"
#include "domain/topic_filter.h"

namespace soc {

/// What a login stands for. A `device` has the rights of its rooms and extra ones; a `service` (a
/// container of the operation) has what it was granted; `sandbox` is the login that every
/// unregistered board has (R33); `bootstrap` is this server's own on one broker (R28).
enum class AccountKind : std::uint8_t { device, service, sandbox, bootstrap };

[[nodiscard]] std::string_view to_word(AccountKind kind);

/// A room of a device: publish to `<base topic>/+`, subscribe to `<base topic>/+/command`.
struct RoomRule {
    std::string_view base_topic;         ///< a topic name
    WallTime until = WallTime::max();    ///< from then on nothing; of a room that was left (R39)
};

struct GrantRule {
    TopicFilterView filter;
    Access access = Access::all;
};

/// All that a decision about one account needs. It points into the table that it came from, so
/// that the server's table and the plugin's, which are kept in different forms, are judged by one
/// function; making one costs nothing.
struct AccountRules {
    AccountKind kind = AccountKind::device;
    bool disabled = false;
    std::span<const StoredSecret> secrets;  ///< each of them opens; none: nothing does
    std::span<const RoomRule> rooms;
    std::span<const GrantRule> grants;
};

/// The rights that come with the kind, whatever a table says: of `sandbox` its only ones (R33), of
/// `bootstrap` the control topics (R28).
[[nodiscard]] std::span<const GrantRule> fixed_rules(AccountKind kind);

/// The login of `sandbox`.
inline constexpr std::string_view sandbox_login = "test";

}  // namespace soc
