#pragma once

#include "core/clock.h"
#include "http/request.h"
#include "http/response.h"
#include "service/observations.h"
#include "service/read_model.h"
#include "store/database.h"

namespace soc {

/// What is where and how it is: places, devices, and what the ingest loop noticed. All but one
/// device's page is answered from memory.
class FleetHandlers {
public:
    FleetHandlers(const ReadModel& read_model, const Observations& observations,
                  Database& database, const Clock& clock)
        : read_model_{read_model},
          observations_{observations},
          database_{database},
          clock_{clock} {}

    /// GET /api/v1/sites
    [[nodiscard]] Response sites(const Request& request) const;
    /// GET /api/v1/types
    [[nodiscard]] Response types(const Request& request) const;
    /// GET /api/v1/summary
    [[nodiscard]] Response summary(const Request& request) const;
    /// GET /api/v1/devices
    [[nodiscard]] Response devices(const Request& request) const;
    /// GET /api/v1/devices/{id}
    [[nodiscard]] Response device(const Request& request) const;
    /// GET /api/v1/discovered
    [[nodiscard]] Response discovered(const Request& request) const;
    /// GET /api/v1/refusals
    [[nodiscard]] Response refusals(const Request& request) const;
    /// GET /api/v1/transitions
    [[nodiscard]] Response transitions(const Request& request) const;
    /// GET /api/v1/brokers
    [[nodiscard]] Response brokers(const Request& request) const;

private:
    const ReadModel& read_model_;
    const Observations& observations_;
    Database& database_;
    const Clock& clock_;
};

}  // namespace soc
