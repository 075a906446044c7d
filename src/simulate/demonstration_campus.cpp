#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/assert.h"
#include "domain/topic_level.h"
#include "simulate/board_model.h"
#include "simulate/campus_generator.h"
#include "simulate/seeded_identities.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t board_maker = 0x30aea4;
constexpr std::uint32_t raspberry_maker = 0xb827eb;

struct RoomRow {
    int floor;
    std::string_view name;
};
struct BuildingRow {
    std::string_view name;
    Coordinates coordinates;
    std::array<RoomRow, 5> rooms;
};
struct SiteRow {
    std::string_view name;
    std::string_view code;
    std::string_view topic_prefix;
    std::string_view time_zone;
    Coordinates coordinates;
    std::size_t buildings;
};

constexpr std::array site_rows{
    SiteRow{"Toulouse (démonstration)", "toulouse", "", "Europe/Paris", {43.5622, 1.4687}, 6},
    SiteRow{"Tarbes (démonstration)", "tarbes", "tarbes", "Europe/Paris", {43.2254, 0.0497}, 3},
    SiteRow{"Montréal (démonstration)", "montreal", "montreal", "America/Toronto",
            {45.5046, -73.6135}, 3},
};

constexpr std::array<BuildingRow, 12> building_rows{{
    {"Bâtiment U4", {43.5617, 1.4682},
     {{{0, "Accueil"}, {1, "Salle 101"}, {1, "Salle 102"}, {3, "Salle 300"}, {3, "Salle 302"}}}},
    {"Bibliothèque", {43.5629, 1.4663},
     {{{0, "Salle de lecture"}, {0, "Réserve"}, {1, "Étage silencieux"}, {1, "Box nº 1"},
       {1, "Box nº 2"}}}},
    {"Amphithéâtres", {43.5609, 1.4701},
     {{{0, "Amphi Ada Lovelace"}, {0, "Amphi Émilie du Châtelet"}, {0, "Hall"}, {1, "Régie"},
       {1, "Cabine son"}}}},
    {"Serveurs & réseau", {43.5614, 1.4674},
     {{{0, "Salle machines"}, {0, "Onduleurs"}, {0, "Atelier"}, {1, "Bureau d'astreinte"},
       {1, "Stock"}}}},
    {"Résidence Cœur d'Oc", {43.5641, 1.4722},
     {{{0, "Buanderie"}, {0, "Foyer"}, {1, "Cuisine 1er"}, {2, "Cuisine 2e"}, {2, "Palier 2e"}}}},
    {"Gymnase", {43.5648, 1.4645},
     {{{0, "Grande salle"}, {0, "Mur d'escalade"}, {0, "Vestiaire A"}, {0, "Vestiaire B"},
       {1, "Tribune"}}}},
    {"Bâtiment A", {43.2258, 0.0492},
     {{{0, "Accueil"}, {0, "Salle A12"}, {0, "Salle A14"}, {1, "Salle A21"}, {1, "Salle A23"}}}},
    {"Atelier mécanique", {43.2249, 0.0503},
     {{{0, "Fraiseuses"}, {0, "Soudure"}, {0, "Métrologie"}, {1, "Bureau d'études"},
       {1, "Mezzanine"}}}},
    {"Halle génie civil", {43.2244, 0.0488},
     {{{0, "Banc d'essai"}, {0, "Chambre humide"}, {0, "Étuve"}, {1, "Salle de mesure"},
       {1, "Bureau"}}}},
    {"Pavillon principal", {45.5048, -73.6132},
     {{{0, "Entrée"}, {1, "Local 1120"}, {1, "Local 1140"}, {2, "Local 2207"},
       {2, "Local 2215"}}}},
    {"Médiathèque", {45.5039, -73.6149},
     {{{0, "Prêt"}, {0, "Écoute"}, {1, "Studio A"}, {1, "Studio B"}, {1, "Archives"}}}},
    {"Café étudiant", {45.5053, -73.6121},
     {{{0, "Salle"}, {0, "Cuisine"}, {0, "Chambre froide"}, {0, "Terrasse"}, {1, "Bureau"}}}},
}};

struct TypeRow {
    std::string_view name;
    std::string_view short_name;
    std::string_view manufacturer;
    Connectivity connectivity;
    std::chrono::seconds interval;
    std::size_t devices;
};
constexpr std::array type_rows{
    TypeRow{"neOSensor ambiance", "Ambiance", "neOCampus", Connectivity::mqtt, 30s, 112},
    TypeRow{"neOSensor qualité de l'air", "Air", "neOCampus", Connectivity::mqtt, 20s, 70},
    TypeRow{"neOSensor bruit et présence", "Bruit", "neOCampus", Connectivity::mqtt, 15s, 48},
    TypeRow{"neOClock afficheur", "Horloge", "neOCampus", Connectivity::mqtt, 60s, 28},
    TypeRow{"Raspberry première génération", "Raspberry", "neOCampus", Connectivity::mqtt, 60s,
            10},
    TypeRow{"Sonde CO2 longue portée", "CO2 LoRa", "Atelier de démonstration",
            Connectivity::lorawan, 600s, 14},
    TypeRow{"Compteur d'eau longue portée", "Eau", "Atelier de démonstration",
            Connectivity::lorawan, 3600s, 8},
    TypeRow{"Caméra de comptage", "Comptage", "Atelier de démonstration", Connectivity::other,
            300s, 10},
};
constexpr std::size_t devices_total = [] {
    std::size_t sum = 0;
    for (const TypeRow& row : type_rows) sum += row.devices;
    return sum;
}();
static_assert(devices_total == 300);

constexpr std::array<std::string_view, 8> descriptions{
    "", "", "", "Près de la fenêtre, à 1,80 m", "Au-dessus de la porte", "Derrière l'armoire",
    "Prise de l'onduleur nº 2", "À déplacer : trop près du radiateur"};

std::string floor_name(int position) {
    if (position == 0) return "Rez-de-chaussée";
    return position == 1 ? "1er étage" : fmt::format("{}e étage", position);
}

std::string level_of(std::string_view name) {
    Result<std::string> level = derive_topic_level(name);
    SOC_ASSERT(level.has_value());
    return std::move(*level);
}

void add_building(Campus& campus, SeededIdentities& identities, const BuildingRow& row) {
    campus.buildings.push_back({identities.next<BuildingKind>(), campus.sites.back().id,
                                std::string{row.name}, level_of(row.name), row.coordinates});
    const BuildingId building = campus.buildings.back().id;
    for (const RoomRow& room : row.rooms) {
        const bool is_known = !campus.floors.empty() &&
                              campus.floors.back().building == building &&
                              campus.floors.back().position == room.floor;
        if (!is_known) {
            campus.floors.push_back({identities.next<FloorKind>(), building,
                                     floor_name(room.floor), room.floor});
        }
        campus.rooms.push_back({identities.next<RoomKind>(), building, campus.floors.back().id,
                                std::string{room.name}, level_of(room.name)});
    }
}

void add_places(Campus& campus, SeededIdentities& identities) {
    std::size_t next = 0;
    for (const SiteRow& row : site_rows) {
        campus.sites.push_back({identities.next<SiteKind>(), std::string{row.name},
                                std::string{row.code}, std::string{row.topic_prefix},
                                std::string{row.time_zone}, row.coordinates, {}});
        for (std::size_t i = 0; i < row.buildings; ++i) {
            add_building(campus, identities, building_rows[next++]);
        }
    }
    SOC_ASSERT(next == building_rows.size());
}

/// The types of all devices in a shuffled order, as positions in `type_rows`.
std::vector<std::size_t> shuffled_types(Dice& dice) {
    std::vector<std::size_t> order;
    for (std::size_t type = 0; type < type_rows.size(); ++type) {
        order.insert(order.end(), type_rows[type].devices, type);
    }
    for (std::size_t i = order.size() - 1; i > 0; --i) {
        std::swap(order[i], order[dice.below(i + 1)]);
    }
    return order;
}

Identifier identifier_of(const TypeRow& type, SeededIdentities& identities, std::size_t number) {
    switch (type.connectivity) {
        case Connectivity::mqtt: {
            const bool is_old = model_of(type.name).old_generation;
            const auto mac = identities.next_mac(is_old ? raspberry_maker : board_maker);
            return {IdentifierKind::mac, mac.to_string()};
        }
        case Connectivity::lorawan:
            return {IdentifierKind::dev_eui, identities.next_dev_eui().to_string()};
        case Connectivity::other: break;
    }
    return {IdentifierKind::free, fmt::format("COMPTAGE-{:04}", number)};
}

/// Every twenty-third board is not in ordinary service: planned (some still without a room),
/// retired or disabled, in turn.
void take_out_of_service(Campus& campus) {
    std::size_t boards = 0;
    for (Device& device : campus.devices) {
        if (device.identifiers.front().kind != IdentifierKind::mac) continue;
        ++boards;
        if (boards % 23 != 0) continue;
        switch (boards / 23 % 4) {
            case 0: device.life_cycle = LifeCycle::retired; break;
            case 1: device.life_cycle = LifeCycle::planned; break;
            case 2: device.enabled = false; break;
            default:
                device.life_cycle = LifeCycle::planned;
                device.rooms.clear();
                break;
        }
    }
}

}  // namespace

Campus demonstration_campus(std::uint64_t seed) {
    SeededIdentities identities{seed};
    Dice dice{seed, 10};
    Campus campus;
    campus.name = "Campus de démonstration";
    for (const TypeRow& row : type_rows) {
        const bool is_board = row.connectivity == Connectivity::mqtt;
        campus.types.push_back({identities.next<TypeKind>(), std::string{row.name},
                                std::string{row.manufacturer}, row.connectivity, row.interval,
                                is_board ? IntervalRange{10s, 60s} : IntervalRange{}});
    }
    add_places(campus, identities);

    const std::vector<std::size_t> types = shuffled_types(dice);
    const std::size_t per_room = devices_total / campus.rooms.size();
    for (std::size_t d = 0; d < devices_total; ++d) {
        const TypeRow& type = type_rows[types[d]];
        const Room& room = campus.rooms[d / per_room];
        const auto building = std::find_if(
            campus.buildings.begin(), campus.buildings.end(),
            [&room](const Building& candidate) { return candidate.id == room.building; });
        Device device;
        device.id = identities.next<DeviceKind>();
        device.name = fmt::format("{} {} {}", type.short_name, room.name, d % per_room + 1);
        device.description = descriptions[dice.below(descriptions.size())];
        device.type = campus.types[types[d]].id;
        device.site = building->site;
        device.rooms.push_back(room.id);
        device.identifiers.push_back(identifier_of(type, identities, d + 1));
        campus.devices.push_back(std::move(device));
    }
    take_out_of_service(campus);
    return campus;
}

}  // namespace soc::simulate
