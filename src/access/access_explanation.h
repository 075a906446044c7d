#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "access/access_decision.h"
#include "access/account_rules.h"
#include "core/clock.h"

namespace soc {

/// A right in the form in which people read it.
struct Rule {
    RuleSource source = RuleSource::grant;
    std::string filter;
    Access access = Access::all;
    std::optional<WallTime> until{};

    friend bool operator==(const Rule&, const Rule&) = default;
};

/// The right that would most nearly have allowed what was refused, and what keeps it from it. If
/// nothing does, the refusal is of the login, and this right waits behind it.
struct NearestRule {
    Rule rule;
    std::size_t levels_apart = 0;  ///< levels of what was asked that its filter does not allow
    bool other_direction = false;  ///< it is to publish and receiving was asked, or the reverse
    bool ended = false;

    /// How many things would have to be other.
    [[nodiscard]] std::size_t changes() const {
        return levels_apart + (other_direction ? 1U : 0U) + (ended ? 1U : 0U);
    }

    friend bool operator==(const NearestRule&, const NearestRule&) = default;
};

struct Explanation {
    Decision decision;  ///< the same as `decide` gives
    /// The right that allowed it; none for `connect`, where a secret did.
    std::optional<Rule> rule;
    /// Only when a well-formed topic or filter was refused to a known login. Of the rights that
    /// the decision looked at, the one with the fewest changes; among equals the one with fewer
    /// levels apart, then the first in the order of decisions.
    std::optional<NearestRule> nearest;
};

/// `decide`, and why. For people: it allocates and looks at every right.
[[nodiscard]] Explanation explain(const std::optional<AccountRules>& account,
                                  const AccessRequest& request, WallTime now);

}  // namespace soc
