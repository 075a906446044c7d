#include "service/use_queue.h"

#include <utility>
#include <vector>

#include "metrics/names.h"

namespace soc {

UseQueue::UseQueue(CredentialLedger& ledger, metrics::Registry& metrics, std::size_t secrets_max)
    : ledger_{ledger},
      secrets_max_{secrets_max},
      dropped_{metrics.counter(metrics::uses_dropped)},
      waiting_items_{metrics.gauge(metrics::uses_waiting)} {}

bool UseQueue::put(BySecret& waiting, LoginUse use) const {
    const auto& digest = use.secret.digest;
    const std::string key{digest.begin(), digest.end()};
    const auto known = waiting.find(key);
    if (known == waiting.end()) {
        if (waiting.size() >= secrets_max_) return false;
        waiting.emplace(key, Waiting{std::move(use), std::nullopt});
        return true;
    }
    Waiting& entry = known->second;
    if (use.use.at < entry.first.use.at) {
        if (!entry.latest) entry.latest = entry.first;
        entry.first = std::move(use);
    } else if (!entry.latest || entry.latest->use.at <= use.use.at) {
        entry.latest = std::move(use);
    }
    return true;
}

void UseQueue::add(LoginUse use) {
    const bool taken =
        waiting_.with([&](BySecret& waiting) { return put(waiting, std::move(use)); });
    if (!taken) dropped_.increment();
}

Status UseQueue::flush() {
    std::vector<LoginUse> uses;
    waiting_.with([&](BySecret& waiting) {
        for (std::size_t i = 0; i < limits::uses_noted_at_once && !waiting.empty(); ++i) {
            Waiting entry = std::move(waiting.extract(waiting.begin()).mapped());
            uses.push_back(std::move(entry.first));
            if (entry.latest) uses.push_back(*std::move(entry.latest));
        }
    });
    const Status noted = uses.empty() ? Status{} : ledger_.note_uses(uses);
    std::size_t dropped = 0;
    const std::size_t left = waiting_.with([&](BySecret& waiting) {
        // Some may have been noted; noting them again changes nothing.
        if (!noted) {
            for (LoginUse& use : uses) dropped += put(waiting, std::move(use)) ? 0 : 1;
        }
        return waiting.size();
    });
    if (dropped > 0) dropped_.increment(static_cast<double>(dropped));
    waiting_items_.set(static_cast<double>(left));
    return noted;
}

}  // namespace soc
