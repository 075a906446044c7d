#pragma once

#include <map>
#include <string>
#include <string_view>

#include "domain/presence.h"
#include "store/database.h"

namespace soc::testing {

/// How many devices are in each state, in all and by the UUID of their site, building and room,
/// counted by SQL from the tables alone.
struct PresenceRecount {
    PresenceCounts all;
    std::map<std::string, PresenceCounts> places;
};

/// A device without an interval is what it is at rest.
inline constexpr std::string_view recount_sql = R"sql(
    SELECT device.site_id AS site, room.building_id AS building, room.id AS room,
           COALESCE(open.presence,
                    CASE WHEN device.enabled = 0 OR device.life_cycle <> 'in_service'
                             THEN 'excluded'
                         WHEN device_type.connectivity = 'mqtt' THEN 'never_seen'
                         ELSE 'unobserved' END) AS presence,
           COUNT(*) AS devices
    FROM device
    JOIN device_type ON device_type.id = device.type_id
    LEFT JOIN device_room ON device_room.device_id = device.id AND device_room.position = 0
    LEFT JOIN room ON room.id = device_room.room_id
    LEFT JOIN presence_interval AS open
        ON open.device_id = device.id AND open.until_us IS NULL
    GROUP BY 1, 2, 3, 4
)sql";

[[nodiscard]] inline Result<PresenceRecount> recount(Transaction& tx) {
    const Result<Rows> rows = tx.query(recount_sql);
    if (!rows) return rows.error();
    PresenceRecount counted;
    for (const Row row : *rows) {
        const auto presence = parse_presence(row.text("presence"));
        if (!presence) return unreadable_value("presence", row.text("presence"));
        const auto devices = static_cast<std::uint32_t>(row.int64("devices"));
        counted.all.of(*presence) += devices;
        for (const char* column : {"site", "building", "room"}) {
            if (row.is_null(column)) continue;
            counted.places[std::string{row.text(column)}].of(*presence) += devices;
        }
    }
    return counted;
}

/// Intervals whose end lies before their begin, and devices with several open ones or with an
/// open one that is not the newest: none of them may ever be.
[[nodiscard]] inline Result<std::int64_t> count_broken_intervals(Transaction& tx) {
    const Result<Rows> rows = tx.query(R"sql(
        SELECT COUNT(*) AS broken FROM presence_interval AS one
        WHERE one.until_us < one.since_us
           OR (one.until_us IS NULL AND EXISTS (
                  SELECT 1 FROM presence_interval AS later
                  WHERE later.device_id = one.device_id AND later.since_us > one.since_us))
    )sql");
    if (!rows) return rows.error();
    return rows->front().int64("broken");
}

}  // namespace soc::testing
