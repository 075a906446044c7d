#include "fleet/refusal_log.h"

#include <algorithm>
#include <utility>

namespace soc {

void RefusalLog::note(Refusal refusal) {
    ++counts_[refusal.reason];
    if (ring_.size() < kept_) {
        ring_.push_back(std::move(refusal));
        return;
    }
    ring_[next_] = std::move(refusal);
    next_ = (next_ + 1) % kept_;
}

std::vector<Refusal> RefusalLog::list() const {
    std::vector<Refusal> ordered{ring_.begin() + static_cast<std::ptrdiff_t>(next_), ring_.end()};
    ordered.insert(ordered.end(), ring_.begin(),
                   ring_.begin() + static_cast<std::ptrdiff_t>(next_));
    std::reverse(ordered.begin(), ordered.end());
    return ordered;
}

}  // namespace soc
