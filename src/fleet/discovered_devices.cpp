#include "fleet/discovered_devices.h"

#include <algorithm>

namespace soc {

bool DiscoveredDevices::note(DiscoveredDevice heard) {
    const auto known = by_id_.find(heard.unit_id);
    if (known != by_id_.end()) {
        DiscoveredDevice& entry = *known->second;
        heard.count = entry.count + 1;
        heard.first_seen = entry.first_seen;
        Heard& from = list_of(entry.sandbox);
        Heard& to = list_of(heard.sandbox);
        entry = std::move(heard);
        to.splice(to.begin(), from, known->second);
        return false;
    }
    if (by_id_.size() >= limit_) make_room();
    heard.count = 1;
    heard.first_seen = heard.last_seen;
    Heard& list = list_of(heard.sandbox);
    list.push_front(std::move(heard));
    by_id_.emplace(list.front().unit_id, list.begin());
    return true;
}

void DiscoveredDevices::make_room() {
    Heard& victims = sandbox_.empty() ? campus_ : sandbox_;
    by_id_.erase(victims.back().unit_id);
    victims.pop_back();
    ++forgotten_;
}

void DiscoveredDevices::forget(const UnitId& unit_id) {
    const auto found = by_id_.find(unit_id);
    if (found == by_id_.end()) return;
    list_of(found->second->sandbox).erase(found->second);
    by_id_.erase(found);
}

std::vector<DiscoveredDevice> DiscoveredDevices::list() const {
    std::vector<DiscoveredDevice> all{campus_.begin(), campus_.end()};
    all.insert(all.end(), sandbox_.begin(), sandbox_.end());
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.last_seen > b.last_seen;
    });
    return all;
}

}  // namespace soc
