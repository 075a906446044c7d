#include "wire/credential_json.h"

#include "wire/json_writer.h"

namespace soc::wire {
namespace {

template <class Part>
boost::json::value time_of(const std::optional<Part>& part) {
    return part ? json_time(part->at) : boost::json::value(nullptr);
}

}  // namespace

std::string change_json(const Credential& credential) {
    boost::json::object object{{"device", json_id(credential.device)},
                               {"login", json_text(credential.login)},
                               {"created_at", json_time(credential.created_at)},
                               {"window_until", json_time(credential.window_until)},
                               {"delivered_at", time_of(credential.delivery)},
                               {"lost_at", json_time(credential.lost_at)},
                               {"withheld_at", time_of(credential.withheld)},
                               {"first_used_at", time_of(credential.first_use)},
                               {"superseded_at", json_time(credential.superseded_at)},
                               {"revoked_at", time_of(credential.revocation)}};
    if (credential.withheld) object["withheld_why"] = json_text(credential.withheld->why);
    if (credential.first_use) object["first_used_on"] = json_text(credential.first_use->on);
    return serialize(object);
}

std::string board_json(const BoardCredentials& credentials) {
    boost::json::object object{{"login", json_text(credentials.login)}};
    if (credentials.password) object["password"] = json_text(*credentials.password);
    if (credentials.broker) {
        object["server"] = json_text(credentials.broker->server);
        object["port"] = credentials.broker->port;
    }
    return serialize(object);
}

}  // namespace soc::wire
