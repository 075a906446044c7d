#include <fmt/format.h>

#include <algorithm>

#include "core/assert.h"
#include "core/limits.h"
#include "simulate/campus_generator.h"
#include "simulate/seeded_identities.h"

namespace soc::simulate {
namespace {

constexpr std::size_t sites = 8;
constexpr std::size_t buildings_least = 48;
constexpr std::size_t rooms_per_building = 40;
constexpr std::size_t devices_per_room = 10;
constexpr std::uint32_t board_maker = 0x30aea4;

std::size_t divided_up(std::size_t amount, std::size_t by) { return (amount + by - 1) / by; }

void add_building(Campus& campus, SeededIdentities& identities, std::size_t number,
                  std::size_t rooms) {
    const Site& site = campus.sites.back();
    campus.buildings.push_back({identities.next<BuildingKind>(), site.id,
                                fmt::format("Bâtiment {}", number), fmt::format("b{:04}", number),
                                std::nullopt});
    const BuildingId building = campus.buildings.back().id;
    campus.floors.push_back(
        {identities.next<FloorKind>(), building, "Rez-de-chaussée", 0});
    for (std::size_t i = 0; i < rooms; ++i) {
        campus.rooms.push_back({identities.next<RoomKind>(), building, campus.floors.back().id,
                                fmt::format("Salle {}", i + 1), fmt::format("r{:04}", i + 1)});
    }
}

}  // namespace

Campus grid_campus(std::uint64_t seed, std::size_t devices) {
    SOC_ASSERT(devices >= 1 && devices <= limits::devices_max);
    SeededIdentities identities{seed};
    Campus campus;
    campus.name = fmt::format("Grille de {} appareils", devices);
    campus.types.push_back({identities.next<TypeKind>(), "Carte de grille", "neOCampus",
                            Connectivity::mqtt, std::chrono::seconds{1800}, IntervalRange{}});

    const std::size_t rooms_wanted = divided_up(devices, devices_per_room);
    const std::size_t buildings =
        std::max(buildings_least, divided_up(rooms_wanted, rooms_per_building));
    const std::size_t rooms = std::max(rooms_wanted, buildings);
    std::vector<SiteId> site_of_room;
    for (std::size_t b = 0; b < buildings; ++b) {
        const std::size_t site = b * sites / buildings;
        if (site == campus.sites.size()) {
            campus.sites.push_back({identities.next<SiteKind>(), fmt::format("Site {}", site + 1),
                                    fmt::format("s{}", site + 1), fmt::format("s{}", site + 1),
                                    "Europe/Paris",
                                    Coordinates{43.0 + static_cast<double>(site), 1.5}, {}});
        }
        const std::size_t first = b * rooms / buildings;
        const std::size_t count = (b + 1) * rooms / buildings - first;
        add_building(campus, identities, b + 1, count);
        site_of_room.insert(site_of_room.end(), count, campus.sites.back().id);
    }
    campus.devices.reserve(devices);
    for (std::size_t d = 0; d < devices; ++d) {
        const std::size_t room = d % rooms;
        Device device;
        device.id = identities.next<DeviceKind>();
        device.name = fmt::format("Carte {}", d + 1);
        device.type = campus.types.front().id;
        device.site = site_of_room[room];
        device.rooms.push_back(campus.rooms[room].id);
        device.identifiers.push_back(
            {IdentifierKind::mac, identities.next_mac(board_maker).to_string()});
        campus.devices.push_back(std::move(device));
    }
    return campus;
}

}  // namespace soc::simulate
