#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/ids.h"

namespace soc {

/// WGS 84, degrees.
struct Coordinates {
    double latitude = 0;
    double longitude = 0;

    friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

/// A campus or a town. Its time zone (IANA name) is the one in which people plan.
struct Site {
    SiteId id;
    std::string name;
    std::string code;          ///< short, unique, `[a-z0-9_-]{1,32}`: for addresses and files
    std::string topic_prefix;  ///< may be empty: then topics are `building/room`
    std::string time_zone;
    std::optional<Coordinates> coordinates;
    std::optional<std::chrono::seconds> interval;  ///< expected; absent: the default (R13)

    friend bool operator==(const Site&, const Site&) = default;
};

struct Building {
    BuildingId id;
    SiteId site;
    std::string name;
    std::string topic;  ///< one level, stored: a rename never moves it
    std::optional<Coordinates> coordinates;

    friend bool operator==(const Building&, const Building&) = default;
};

struct Floor {
    FloorId id;
    BuildingId building;
    std::string name;
    int position = 0;  ///< 0 is the ground floor

    friend bool operator==(const Floor&, const Floor&) = default;
};

struct Room {
    RoomId id;
    BuildingId building;
    std::optional<FloorId> floor;
    std::string name;
    std::string topic;  ///< one level, stored: a rename never moves it

    friend bool operator==(const Room&, const Room&) = default;
};

}  // namespace soc
