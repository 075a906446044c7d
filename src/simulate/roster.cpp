#include "simulate/roster.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/log.h"
#include "domain/base_topic.h"
#include "simulate/board_message.h"
#include "simulate/firmware.h"

namespace soc::simulate {
namespace {

/// Streams of chance; boards take the ones from `first_board` on.
enum Stream : std::uint64_t { guests_stream = 1 };
/// One board in fifty was registered and never switched on.
constexpr double never_powered_share = 0.02;

struct Places {
    std::unordered_map<SiteId, const Site*> sites;
    std::unordered_map<BuildingId, const Building*> buildings;
    std::unordered_map<RoomId, const Room*> rooms;
    std::unordered_map<TypeId, const DeviceType*> types;

    explicit Places(const Campus& campus) {
        for (const Site& site : campus.sites) sites.emplace(site.id, &site);
        for (const Building& building : campus.buildings) {
            buildings.emplace(building.id, &building);
        }
        for (const Room& room : campus.rooms) rooms.emplace(room.id, &room);
        for (const DeviceType& type : campus.types) types.emplace(type.id, &type);
    }
};

std::optional<MacAddress> mac_of(const Device& device) {
    for (const Identifier& identifier : device.identifiers) {
        if (identifier.kind != IdentifierKind::mac) continue;
        const Result<MacAddress> mac = MacAddress::parse(identifier.value);
        if (mac) return *mac;
    }
    return std::nullopt;
}

/// As the server expects it (R13), within what the type's firmware takes.
std::chrono::seconds frequency_of(const Device& device, const DeviceType& type, const Site& site,
                                  const PlayOptions& options) {
    if (options.interval) return *options.interval;
    const auto wanted = device.interval ? *device.interval
                        : type.interval ? *type.interval
                                        : site.interval.value_or(firmware::frequency_default);
    return std::clamp(wanted, type.announced_range.least, type.announced_range.most);
}

}  // namespace

LocalTime& Roster::clock_of(const std::string& zone) {
    std::unique_ptr<LocalTime>& clock = clocks_[zone];
    if (!clock) {
        clock = std::make_unique<LocalTime>(zone);
        if (!clock->known()) log::warning("time zone unknown, boards show UTC", {{"zone", zone}});
    }
    return *clock;
}

Result<Roster> Roster::of(const Campus& campus, const PlayOptions& options) {
    const Places places{campus};
    Roster roster;
    for (const Device& device : campus.devices) {
        const DeviceType& type = *places.types.at(device.type);
        const auto mac = mac_of(device);
        if (type.connectivity != Connectivity::mqtt || !mac || device.rooms.empty() ||
            device.life_cycle != LifeCycle::in_service) {
            ++roster.left_out_;
            continue;
        }
        const Site& site = *places.sites.at(device.site);
        const Room& room = *places.rooms.at(device.rooms.front());
        const Building& building = *places.buildings.at(room.building);
        Role role;
        role.device = device.id;
        role.site = site.code;
        role.building = fmt::format("{}/{}", site.code, building.topic);
        role.room = fmt::format("{}/{}", role.building, room.topic);
        role.plan = {*mac,
                     &model_of(type.name),
                     &roster.clock_of(site.time_zone),
                     base_topic(site.topic_prefix, building.topic, room.topic),
                     frequency_of(device, type, site, options),
                     type.announced_range,
                     options.jitter,
                     options.time_scale,
                     options.link_per_module,
                     options.sends_data};
        roster.roles_.push_back(std::move(role));
    }
    if (roster.roles_.empty()) {
        return Error::invalid("campus", "nobody_to_play",
                              "devices of connectivity mqtt, in service, with a MAC and a room");
    }
    return roster;
}

void Roster::add_guests(std::uint64_t seed) {
    Dice dice{seed, guests_stream};
    for (Role& role : roles_) role.never_powered = dice.happens(never_powered_share);

    Role& lost = roles_[dice.below(roles_.size())];
    const Role& elsewhere = roles_[dice.below(roles_.size())];
    lost.never_powered = false;
    if (elsewhere.plan.base_topic != lost.plan.base_topic) {
        lost.part = Role::Part::misplaced;
        lost.plan.base_topic = elsewhere.plan.base_topic;
    }
    // A guest is like some board of the campus, with an address of its own.
    const auto guest = [&](Role::Part part) {
        Role role = roles_[dice.below(roles_.size())];
        role.part = part;
        role.device.reset();
        role.never_powered = false;
        role.plan.model = &demonstration_models().front();
        role.plan.mac = MacAddress::from_u64(0x240ac4ULL << 24U | (dice.bits() & 0xffffffU));
        return role;
    };
    Role unknown = guest(Role::Part::unknown);
    Role sandbox = guest(Role::Part::sandbox);
    sandbox.plan.base_topic = fmt::format("TestTopic/{}_{}", sandbox.plan.model->board,
                                          short_mac(sandbox.plan.mac));
    roles_.push_back(std::move(unknown));
    roles_.push_back(std::move(sandbox));
}

}  // namespace soc::simulate
