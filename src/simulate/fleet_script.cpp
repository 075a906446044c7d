#include "simulate/fleet_script.h"

#include <algorithm>
#include <utility>

#include "core/assert.h"

namespace soc::simulate {

FleetScript::FleetScript(std::vector<Failure> failures, std::optional<microseconds> period)
    : failures_{std::move(failures)}, period_{period} {
    for (std::size_t i = 0; i < failures_.size(); ++i) {
        const Failure& failure = failures_[i];
        SOC_ASSERT(is_moment(failure.cause) || failure.until > failure.from);
        SOC_ASSERT(!period_ || failure.until < *period_);
        entries_.push_back({failure.from, {i, true}});
        if (!is_moment(failure.cause)) entries_.push_back({failure.until, {i, false}});
    }
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return a.at != b.at ? a.at < b.at : !a.event.begins && b.event.begins;
    });
}

void FleetScript::take_due(microseconds elapsed, std::vector<ScriptEvent>& out) {
    while (true) {
        const auto due = next_due();
        if (!due || *due > elapsed) return;
        out.push_back(entries_[next_].event);
        ++next_;
        if (next_ == entries_.size() && period_) {
            next_ = 0;
            round_start_ += *period_;
        }
    }
}

std::optional<microseconds> FleetScript::next_due() const {
    if (next_ == entries_.size()) return std::nullopt;
    return round_start_ + entries_[next_].at;
}

}  // namespace soc::simulate
