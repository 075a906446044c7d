#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/place_directory.h"
#include "fleet/fleet_state.h"
#include "service/read_model.h"
#include "service/transition_log.h"
#include "store/database.h"
#include "store/status_store.h"

namespace soc {

/// Reads every place and type.
[[nodiscard]] Result<Places> load_places(Transaction& tx);

/// What the broker paths were before this start, by name.
[[nodiscard]] Result<std::vector<std::optional<WallTime>>> load_last_canaries(
    Transaction& tx, const std::vector<std::string>& brokers);

/// What the start fills.
struct EmptyFleet {
    FleetState& fleet;
    ReadModel& read_model;
};

/// The blind intervals of earlier runs that may still matter, for each broker, oldest first.
[[nodiscard]] Result<std::vector<std::vector<BrokerPath::PastBlindness>>> load_blindness(
    Transaction& tx, const std::vector<std::string>& brokers);

/// Fills `empty` from the database: devices, their last signs of life and their presence.
/// `brokers` are the configured names by `BrokerIndex`. Gives the transitions that the database
/// does not know yet.
[[nodiscard]] Result<std::vector<TransitionRow>> load_fleet(
    Transaction& tx, const std::vector<std::string>& brokers, EmptyFleet empty, Moment now);

/// Fills `log`, which is empty, with the transitions of the last 24 hours, as many as it keeps, so
/// that "what changed lately" survives a restart.
[[nodiscard]] Status load_transitions(Transaction& tx, TransitionLog& log, Moment now);

/// What a device's row shows of the fleet.
[[nodiscard]] LiveColumns live_columns(const FleetState& fleet, DeviceSlot slot, Moment now);

}  // namespace soc
