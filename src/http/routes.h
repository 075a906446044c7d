#pragma once

#include <vector>

#include "http/handlers/board_handlers.h"
#include "http/handlers/broker_handlers.h"
#include "http/handlers/event_handlers.h"
#include "http/handlers/fleet_handlers.h"
#include "http/handlers/health_handlers.h"
#include "http/handlers/login_handlers.h"
#include "http/handlers/user_handlers.h"
#include "http/route.h"

namespace soc {

/// The objects that answer; they outlive the table.
struct Handlers {
    HealthHandlers& health;
    LoginHandlers& login;
    UserHandlers& users;
    EventHandlers& events;
    FleetHandlers& fleet;
    BoardHandlers& boards;
    BrokerHandlers& brokers;
};

/// Every path that this server answers, beside the files of the web pages. routes_test.cpp
/// compares the table with docs/api/openapi.yaml.
[[nodiscard]] std::vector<Route> make_routes(const Handlers& handlers);

}  // namespace soc
