#include "http/routes.h"

#include "core/limits.h"

namespace soc {
namespace {

/// `to(object, &Class::function)`: the handler that calls it.
template <class Object>
Handler to(Object& object, Response (Object::*function)(const Request&) const) {
    return [&object, function](const Request& request) { return (object.*function)(request); };
}

// Shorter words for the table below.
using Health = HealthHandlers;
using Login = LoginHandlers;
using Users = UserHandlers;
using Events = EventHandlers;
using Fleet = FleetHandlers;
using Boards = BoardHandlers;
using Brokers = BrokerHandlers;
constexpr Method get = Method::get;
constexpr Method post = Method::post;
constexpr Method put = Method::put;
constexpr Right anyone = Right::none;
constexpr Right viewer = Right::viewer;
constexpr Right oper = Right::operator_;
constexpr Right admin = Right::administrator;
constexpr Lane fast = Lane::fast;
constexpr Lane slow = Lane::slow;
constexpr Lane stored = Lane::stored;
constexpr Lane vital = Lane::vital;
constexpr std::size_t none = 0;
/// A name, a role and a password of 256 characters, each of them six bytes of escape.
constexpr std::size_t small = 4 * 1024;
constexpr std::size_t large = limits::body_bytes_max;

/// One that boards have always known, answered from memory as far as that goes.
Route for_boards(Route route, std::function<bool(const Request&)> may_wait) {
    route.caller = Caller::board;
    route.also_with_slash = true;
    route.may_wait = std::move(may_wait);
    return route;
}

/// One that brokers have always known (R34).
Route for_brokers(Route route, bool also_with_slash) {
    route.caller = Caller::broker;
    route.also_with_slash = also_with_slash;
    return route;
}

}  // namespace

// clang-format off
std::vector<Route> make_routes(const Handlers& handlers) {
    const auto& [health, login, users, events, fleet, boards, brokers] = handlers;
    const auto credentials_may_wait = [&boards = boards](const Request& request) {
        return boards.credentials_may_wait(request);
    };
    return {
    //    path                             right   body   lane    handler
    {get,  "/health/live",                  anyone, none,  vital,  to(health, &Health::live)},
    {get,  "/health/ready",                 anyone, none,  vital,  to(health, &Health::ready)},
    {get,  "/metrics",                      anyone, none,  vital,  to(health, &Health::scrape)},

    {post, "/api/v1/login",                 anyone, small, slow,   to(login, &Login::login)},
    {post, "/api/v1/logout",                viewer, none,  stored, to(login, &Login::logout)},
    {get,  "/api/v1/me",                    viewer, none,  fast,   to(login, &Login::me)},

    {get,  "/api/v1/users",                 admin,  none,  stored, to(users, &Users::list)},
    {post, "/api/v1/users",                 admin,  small, slow,   to(users, &Users::create)},
    {put,  "/api/v1/users/{name}/password", admin,  small, slow,   to(users, &Users::set_password)},

    {get,  "/api/v1/sites",                 viewer, none,  fast,   to(fleet, &Fleet::sites)},
    {get,  "/api/v1/types",                 viewer, none,  fast,   to(fleet, &Fleet::types)},
    {get,  "/api/v1/summary",               viewer, none,  fast,   to(fleet, &Fleet::summary)},
    {get,  "/api/v1/devices",               viewer, none,  fast,   to(fleet, &Fleet::devices)},
    {get,  "/api/v1/devices/{id}",          viewer, none,  stored, to(fleet, &Fleet::device)},
    {get,  "/api/v1/discovered",            viewer, none,  fast,   to(fleet, &Fleet::discovered)},
    {get,  "/api/v1/refusals",              viewer, none,  fast,   to(fleet, &Fleet::refusals)},
    {get,  "/api/v1/transitions",           viewer, none,  fast,   to(fleet, &Fleet::transitions)},
    {get,  "/api/v1/brokers",               viewer, none,  fast,   to(fleet, &Fleet::brokers)},

    {get,  "/api/v1/events",                viewer, none,  fast,   to(events, &Events::open)},
    {put,  "/api/v1/events/{stream}/rows",  viewer, large, fast,   to(events, &Events::watch)},

    {post, "/api/v1/devices/{id}/credentials/{action}",
                                            oper,   none,  stored, to(boards, &Boards::change)},

    for_boards(
    {get,  "/device/credentials",           anyone, none,  fast,
                                                           to(boards, &Boards::credentials)},
    credentials_may_wait),

    for_brokers(
    {post, "/mqtt_auth/auth",               anyone, large, fast,   to(brokers, &Brokers::auth)},
    true),
    for_brokers(
    {post, "/mqtt_auth/superuser",          anyone, large, fast,
                                                           to(brokers, &Brokers::superuser)},
    false),
    for_brokers(
    {post, "/mqtt_auth/acl",                anyone, large, fast,   to(brokers, &Brokers::acl)},
    true),
    };
}
// clang-format on

}  // namespace soc
