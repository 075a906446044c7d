#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/identifier.h"
#include "domain/ids.h"
#include "domain/presence.h"

namespace soc {

enum class LifeCycle : std::uint8_t { planned, in_service, retired };

[[nodiscard]] std::string_view to_word(LifeCycle life_cycle);
[[nodiscard]] std::optional<LifeCycle> parse_life_cycle(std::string_view word);

/// An end-device as the registry holds it. What it does is in the fleet.
struct Device {
    DeviceId id;
    std::string name;
    std::string description;
    TypeId type;
    SiteId site;                      ///< even without a room (R2)
    std::vector<RoomId> rooms;        ///< the first is its home; all of its site
    std::vector<Identifier> identifiers;
    LifeCycle life_cycle = LifeCycle::in_service;
    bool enabled = true;
    std::optional<std::chrono::seconds> interval;  ///< expected; absent: the type's

    friend bool operator==(const Device&, const Device&) = default;
};

/// Why presence is not watched, if it is not.
[[nodiscard]] std::optional<Exclusion> exclusion_of(const Device& device);

}  // namespace soc
