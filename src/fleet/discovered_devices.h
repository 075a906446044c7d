#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/discovered_device.h"

namespace soc {

/// The unknown devices, bounded in number: sandbox ones are forgotten first (R33), then the one
/// that was silent for the longest.
class DiscoveredDevices {
public:
    explicit DiscoveredDevices(std::size_t limit) : limit_{limit} {}

    /// Notes one message (`count` and `first_seen` of `heard` are not used). True when the device
    /// was not in the list before.
    bool note(DiscoveredDevice heard);
    /// It was registered: no longer unknown.
    void forget(const UnitId& unit_id);

    /// The last heard first.
    [[nodiscard]] std::vector<DiscoveredDevice> list() const;
    [[nodiscard]] std::size_t size() const { return by_id_.size(); }
    [[nodiscard]] std::size_t limit() const { return limit_; }
    /// How many were forgotten because the list was full.
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

private:
    using Heard = std::list<DiscoveredDevice>;  ///< the last heard at the front

    [[nodiscard]] Heard& list_of(bool sandbox) { return sandbox ? sandbox_ : campus_; }
    void make_room();

    const std::size_t limit_;
    Heard campus_;
    Heard sandbox_;
    std::unordered_map<UnitId, Heard::iterator> by_id_;
    std::uint64_t forgotten_ = 0;
};

}  // namespace soc
