#include "access/account_rules.h"

#include <array>

namespace soc {

std::string_view to_word(AccountKind kind) {
    switch (kind) {
        case AccountKind::device: return "device";
        case AccountKind::service: return "service";
        case AccountKind::sandbox: return "sandbox";
        case AccountKind::bootstrap: return "bootstrap";
    }
    return "device";
}

std::span<const GrantRule> fixed_rules(AccountKind kind) {
    // As a room's, each in one direction: everybody knows the sandbox's secret, and an order could
    // make somebody's new board load a firmware of his choice.
    static constexpr std::array sandbox{
        GrantRule{TopicFilterView::of_checked("TestTopic/+/+"), Access::publish},
        GrantRule{TopicFilterView::of_checked("TestTopic/+/+/command"), Access::subscribe}};
    static constexpr std::array bootstrap{
        GrantRule{TopicFilterView::of_checked("$CONTROL/sensocampus/v1/#"), Access::all}};
    switch (kind) {
        case AccountKind::sandbox: return sandbox;
        case AccountKind::bootstrap: return bootstrap;
        case AccountKind::device:
        case AccountKind::service: break;
    }
    return {};
}

}  // namespace soc
