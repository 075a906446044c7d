#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "domain/ids.h"
#include "domain/presence.h"
#include "store/transaction.h"

namespace soc {

/// The last message of a device, as received.
struct StatusRow {
    DeviceId device;
    WallTime received_at;
    std::string broker;
    std::string topic;
    std::string payload;   ///< UTF-8 without NUL, which a parsed status is
    bool backlog = false;  ///< it came before the marker of a reconnection (R10)
    std::optional<std::chrono::seconds> announced;
    std::string firmware;  ///< empty when the message has none: then the one before stays

    friend bool operator==(const StatusRow&, const StatusRow&) = default;
};

/// What a start needs of it.
struct LastHeard {
    DeviceId device;
    WallTime received_at;
    std::string broker;
    std::string topic;
    bool backlog = false;
    std::optional<std::chrono::seconds> announced;
    std::string firmware;

    friend bool operator==(const LastHeard&, const LastHeard&) = default;
};

/// A device's presence turned into `presence` at `since`.
struct TransitionRow {
    DeviceId device;
    WallTime since;
    Presence presence = Presence::never_seen;
    bool backlog = false;  ///< known only to have begun within an interruption (R10)

    friend bool operator==(const TransitionRow&, const TransitionRow&) = default;
};

/// The interval that a device is in.
struct OpenInterval {
    TransitionRow begin;
    /// Begin of the oldest interval since which it was never `excluded`; of no meaning while it
    /// is. Silence before this was nobody's business.
    WallTime watched_since;

    friend bool operator==(const OpenInterval&, const OpenInterval&) = default;
};

struct PresenceIntervalRow {
    WallTime since;
    std::optional<WallTime> until;  ///< absent: still so
    Presence presence = Presence::never_seen;
    bool backlog = false;

    friend bool operator==(const PresenceIntervalRow&, const PresenceIntervalRow&) = default;
};

/// A transition with the state before it, where one is known.
struct RecentTransition {
    DeviceId device;
    WallTime at;
    std::optional<Presence> from;
    Presence to = Presence::never_seen;
    bool backlog = false;

    friend bool operator==(const RecentTransition&, const RecentTransition&) = default;
};

}  // namespace soc

/// What the ingest loop writes of devices, and what is read of it.
namespace soc::status_store {

/// Inserts or replaces, in order: of two rows of one device the later one stays. A device that is
/// not registered is `reference_missing` and fails the transaction.
Status upsert_last(Transaction& tx, std::span<const StatusRow> rows);

/// Closes each device's open interval and opens a new one, in order; several of one device are
/// allowed. Writing the same rows again changes nothing, so a batch whose commit is unknown can
/// be repeated.
Status append_transitions(Transaction& tx, std::span<const TransitionRow> rows);

/// For the start; in the order of device ids, some thousands at a time.
Status for_each_last(Transaction& tx, const std::function<void(LastHeard&&)>& each);
Status for_each_open_interval(Transaction& tx, const std::function<void(OpenInterval&&)>& each);

/// Absent when the device has never been heard.
[[nodiscard]] Result<std::optional<StatusRow>> find_last(Transaction& tx, const DeviceId& device);

/// The newest first, at most `limit`.
[[nodiscard]] Result<std::vector<PresenceIntervalRow>> list_intervals(Transaction& tx,
                                                                   const DeviceId& device,
                                                                   std::size_t limit);
/// Transitions at or after `since`, the newest first, at most `limit`.
[[nodiscard]] Result<std::vector<RecentTransition>> list_recent(Transaction& tx, WallTime since,
                                                                std::size_t limit);

}  // namespace soc::status_store
