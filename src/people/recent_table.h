#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace soc {

/// Values by name, of which only the `entries_max` that were written last are kept: names come
/// from strangers. Not for several threads.
template <class Value>
class RecentTable {
public:
    explicit RecentTable(std::size_t entries_max) : entries_max_{entries_max} {}
    // Moved at most: a copy's views would look into the original.
    RecentTable(RecentTable&&) noexcept = default;
    RecentTable& operator=(RecentTable&&) noexcept = default;

    /// Null when there is none. Looking keeps nothing alive.
    [[nodiscard]] Value* find(std::string_view name) {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? nullptr : &found->second->value;
    }

    /// Makes `name` the last written, with an empty value if it was not there; a full table
    /// forgets the one that was written longest ago.
    Value& write(std::string_view name) {
        if (const auto found = by_name_.find(name); found != by_name_.end()) {
            entries_.splice(entries_.begin(), entries_, found->second);
            return entries_.front().value;
        }
        if (entries_.size() >= entries_max_) {
            by_name_.erase(entries_.back().name);
            entries_.pop_back();
        }
        entries_.push_front(Entry{std::string{name}, Value{}});
        by_name_.emplace(entries_.front().name, entries_.begin());
        return entries_.front().value;
    }

    void forget(std::string_view name) {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return;
        const auto entry = found->second;
        by_name_.erase(found);
        entries_.erase(entry);
    }

private:
    struct Entry {
        std::string name;
        Value value;
    };
    using Entries = std::list<Entry>;  ///< the last written in front

    std::size_t entries_max_;
    Entries entries_;
    std::unordered_map<std::string_view, typename Entries::iterator> by_name_;
};

}  // namespace soc
