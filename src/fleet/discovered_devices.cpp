#include "fleet/discovered_devices.h"

#include <algorithm>
#include <utility>

namespace soc {

bool DiscoveredDevices::note(DiscoveredDevice heard) {
    const Roots::iterator root = root_of(heard);
    const auto known = by_id_.find(heard.unit_id);
    if (known != by_id_.end()) {
        Position& at = known->second;
        heard.count = at.entry->count + 1;
        heard.first_seen = at.entry->first_seen;
        *at.entry = std::move(heard);
        auto& list = root->second.heard;
        list.splice(list.begin(), at.root->second.heard, at.entry);
        erase_if_empty(std::exchange(at.root, root));
        return false;
    }
    if (by_id_.size() >= limit_ && !make_room(root, heard.last_seen)) {
        ++refused_;
        erase_if_empty(root);
        return false;
    }
    heard.count = 1;
    heard.first_seen = heard.last_seen;
    auto& list = root->second.heard;
    list.push_front(std::move(heard));
    by_id_.emplace(list.front().unit_id, Position{root, list.begin()});
    return true;
}

DiscoveredDevices::Roots::iterator DiscoveredDevices::root_of(const DiscoveredDevice& heard) {
    std::string name = heard.topic.substr(0, heard.topic.find('/'));
    return roots_.try_emplace(std::move(name), Root{heard.sandbox, {}}).first;
}

/// Whose oldest entry leaves for one of `newcomer`: the sandbox first, else the largest root.
DiscoveredDevices::Roots::iterator DiscoveredDevices::victim_for(Roots::iterator newcomer) {
    Roots::iterator victim = newcomer;  // also when another one is as large
    if (newcomer->second.sandbox) return victim;
    for (auto root = roots_.begin(); root != roots_.end(); ++root) {
        if (root->second.sandbox) return root;
        if (root->second.heard.size() > victim->second.heard.size()) victim = root;
    }
    return victim;
}

bool DiscoveredDevices::make_room(Roots::iterator newcomer, WallTime now) {
    const Roots::iterator victim = victim_for(newcomer);
    auto& heard = victim->second.heard;
    if (heard.empty()) return false;  // the sandbox does not push out others
    const bool is_silent = now - heard.back().last_seen >= silent_after;
    if (victim == newcomer && !is_silent) return false;
    by_id_.erase(heard.back().unit_id);
    heard.pop_back();
    ++forgotten_;
    if (victim != newcomer) erase_if_empty(victim);
    return true;
}

void DiscoveredDevices::erase_if_empty(Roots::iterator root) {
    if (root->second.heard.empty()) roots_.erase(root);
}

void DiscoveredDevices::forget(const UnitId& unit_id) {
    const auto found = by_id_.find(unit_id);
    if (found == by_id_.end()) return;
    const Position at = found->second;
    by_id_.erase(found);
    at.root->second.heard.erase(at.entry);
    erase_if_empty(at.root);
}

std::vector<DiscoveredDevice> DiscoveredDevices::list() const {
    std::vector<DiscoveredDevice> all;
    all.reserve(by_id_.size());
    for (const auto& [name, root] : roots_) {
        all.insert(all.end(), root.heard.begin(), root.heard.end());
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.last_seen != b.last_seen ? a.last_seen > b.last_seen : a.unit_id < b.unit_id;
    });
    return all;
}

}  // namespace soc
