#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/discovered_device.h"

namespace soc {

/// The unknown devices, bounded in number, with a quota for each topic root, the first level of
/// their topics (R33): when the list is full, a new device takes the place of one of the sandbox,
/// else of one of the largest root; the one that was silent for the longest goes. So no root,
/// however chatty, pushes out what is heard under a smaller one. A new device of the largest root
/// itself is refused, unless one there has been silent for `silent_after`.
class DiscoveredDevices {
public:
    /// Longer than any board waits between two messages.
    static constexpr microseconds silent_after{std::chrono::hours{24}};

    explicit DiscoveredDevices(std::size_t limit) : limit_{limit} {}

    /// Notes one message (`count` and `first_seen` of `heard` are not used). True when its device
    /// was not in the list before and is now.
    bool note(DiscoveredDevice heard);
    /// It was registered: no longer unknown.
    void forget(const UnitId& unit_id);

    /// The last heard first.
    [[nodiscard]] std::vector<DiscoveredDevice> list() const;
    [[nodiscard]] std::size_t size() const { return by_id_.size(); }
    [[nodiscard]] std::size_t limit() const { return limit_; }
    /// How many left because the list was full.
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }
    /// How many messages were not noted because the list was full.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    struct Root {
        bool sandbox = false;
        std::list<DiscoveredDevice> heard;  ///< the last heard at the front
    };
    using Roots = std::map<std::string, Root>;
    struct Position {
        Roots::iterator root;
        std::list<DiscoveredDevice>::iterator entry;
    };

    [[nodiscard]] Roots::iterator root_of(const DiscoveredDevice& heard);
    [[nodiscard]] Roots::iterator victim_for(Roots::iterator newcomer);
    [[nodiscard]] bool make_room(Roots::iterator newcomer, WallTime now);
    void erase_if_empty(Roots::iterator root);

    const std::size_t limit_;
    Roots roots_;  ///< by name; none is empty between two calls
    std::unordered_map<UnitId, Position> by_id_;
    std::uint64_t forgotten_ = 0;
    std::uint64_t refused_ = 0;
};

}  // namespace soc
