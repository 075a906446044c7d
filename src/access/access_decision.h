#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "access/account_rules.h"
#include "access/action.h"
#include "core/clock.h"

namespace soc {

/// How a login is known to be who it says: there is no third way, and no default.
class Proof {
public:
    /// By its secret, as somebody said it; it will be checked.
    [[nodiscard]] static Proof secret(std::string_view said) { return Proof{said}; }
    /// A broker vouches: it has let this session in, on our word. Also for asking what would be.
    [[nodiscard]] static Proof session() { return Proof{std::nullopt}; }

    [[nodiscard]] const std::optional<std::string_view>& said() const { return said_; }

private:
    explicit Proof(std::optional<std::string_view> said) : said_{said} {}

    std::optional<std::string_view> said_;
};

/// What is asked. The texts are any bytes, as they came.
struct AccessRequest {
    Proof proof;
    Action action = Action::connect;
    /// A topic, or for `subscribe` a filter, with `$share/<group>/` or without; `connect` has none.
    std::string_view topic{};
};

/// Which list of an account a deciding rule stands in.
enum class RuleSource : std::uint8_t { secret, fixed, room, grant };

[[nodiscard]] std::string_view to_word(RuleSource source);

struct RuleReference {
    RuleSource source = RuleSource::grant;
    std::uint32_t index = 0;

    friend bool operator==(const RuleReference&, const RuleReference&) = default;
};

struct Decision {
    /// When allowed, the first rule that does: for `connect` the secret (the first one if a broker
    /// vouches), else the fixed rules, the rooms, the grants in this order.
    std::optional<RuleReference> rule;
    /// When refused, a stable word: `unknown_login`, `disabled`, `no_secret` (none is valid),
    /// `wrong_secret`, `control_topic` (`$CONTROL`, which is for the bootstrap account),
    /// `not_granted`, or what is wrong with the text: the reasons of `TopicName::parse` and
    /// `Subscription::parse`.
    std::string_view reason;

    [[nodiscard]] bool allowed() const { return rule.has_value(); }
};

/// Whether a right of this word is one for `action`.
[[nodiscard]] bool gives(Access access, Action action);

/// Whether no room and no grant of `account` counts for `asked`, a topic or filter: the sandbox has
/// its fixed rights only (R33), and `$CONTROL`, which commands brokers, is opened by no grant, made
/// by mistake or on purpose (R28).
[[nodiscard]] bool has_fixed_rules_only(const AccountRules& account, std::string_view asked);

/// The one place where it is decided who may do what on a broker; every door asks here. `account`
/// is what the login was found to be, nothing if unknown. Pure, allocates nothing, and takes a time
/// bounded by the lengths of the texts and the limits of an account.
[[nodiscard]] Decision decide(const std::optional<AccountRules>& account,
                              const AccessRequest& request, WallTime now);

}  // namespace soc
