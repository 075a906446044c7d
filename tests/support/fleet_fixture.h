#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/place_directory.h"
#include "fleet/fleet_state.h"

namespace soc::testing {

/// A Monday at eight, on both clocks.
inline Moment monday() {
    return {*parse_rfc3339("2026-01-05T08:00:00Z"), SteadyTime{microseconds{1'000'000'000'000}}};
}

/// Two sites, each with one building of two rooms, and two types. UUIDs come from a seed.
struct SmallCampus {
    SeededRandom random{7};
    std::vector<Site> sites;
    std::vector<Building> buildings;
    std::vector<Room> rooms;
    DeviceType board;
    DeviceType sensor;

    SmallCampus() {
        board = {TypeId{fresh()}, "neOSensor", "", Connectivity::mqtt, seconds{1'800}, {}};
        sensor = {TypeId{fresh()}, "AM319", "", Connectivity::lorawan, std::nullopt, {}};
        for (const char* code : {"u4", "tarbes"}) {
            sites.push_back({SiteId{fresh()}, code, code, code, "Europe/Paris", {}, {}});
            buildings.push_back(
                {BuildingId{fresh()}, sites.back().id, "B", "b", std::nullopt});
            for (const char* room : {"300", "301"}) {
                rooms.push_back({RoomId{fresh()}, buildings.back().id, std::nullopt, room, room});
            }
        }
    }

    Uuid fresh() { return Uuid::v7(monday().wall, random); }

    std::shared_ptr<const PlaceDirectory> directory() const {
        return PlaceDirectory::make({sites, buildings, {}, rooms, {board, sensor}});
    }

    /// A board in room `room` (0 and 1 are of the first site), with the MAC `last` at its end.
    Device a_board(std::size_t room = 0, unsigned last = 1) {
        Device device;
        device.id = DeviceId{fresh()};
        device.name = "board " + std::to_string(last);
        device.type = board.id;
        device.site = sites[room / 2].id;
        device.rooms = {rooms[room].id};
        device.identifiers = {
            {IdentifierKind::mac, MacAddress::from_u64(0x30aea4000000ULL + last).to_string()}};
        return device;
    }
};

/// A fleet that listens to one broker, which was heard a moment ago.
struct ListeningFleet {
    Moment now = monday();
    FleetState fleet;
    std::uint32_t generation = 0;

    explicit ListeningFleet(const SmallCampus& campus, bool listening = true)
        : fleet{campus.directory(), {BrokerPath{{}, now, std::nullopt}}, {std::nullopt}} {
        if (listening) connect();
    }

    void connect() {
        fleet.path(0).ingest_up(++generation, now);
        canary();
    }
    /// One canary out and back at once.
    void canary() {
        now = now + seconds{10};
        const auto sent = fleet.path(0).canary_due(now);
        ASSERT_TRUE(sent.has_value());
        ASSERT_TRUE(fleet.path(0).canary_heard(*sent, now));
        fleet.reconsider(0, now);
    }
    void hear(DeviceSlot slot) { fleet.heard(slot, {now, 0, fleet.path(0).in_backlog(), {}}); }
    void advance(microseconds span) {
        now = now + span;
        fleet.tick(now);
    }
    /// Lets time pass as a healthy broker does: a canary every ten seconds.
    void advance_listening(microseconds span) {
        const SteadyTime end = now.steady + span;
        while (now.steady + seconds{10} <= end) {
            canary();
            fleet.tick(now);
        }
        advance(end - now.steady);
    }
};

}  // namespace soc::testing
