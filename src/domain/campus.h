#pragma once

#include <string>
#include <vector>

#include "domain/device.h"
#include "domain/device_type.h"
#include "domain/place.h"

namespace soc {

/// A whole registry as plain values: what a campus file holds (docs/campus_file.md), what a
/// generator makes and what a loader writes into the database. References between the values are
/// their UUIDs; places stand in the order of the file.
struct Campus {
    std::string name;
    std::vector<DeviceType> types;
    std::vector<Site> sites;
    std::vector<Building> buildings;
    std::vector<Floor> floors;
    std::vector<Room> rooms;
    std::vector<Device> devices;

    friend bool operator==(const Campus&, const Campus&) = default;
};

}  // namespace soc
