#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "domain/grant.h"
#include "domain/ids.h"
#include "domain/stored_secret.h"

namespace soc {

/// A login of another program of the operation, with what it was granted.
struct ServiceAccount {
    ServiceAccountId id;
    std::string login;
    StoredSecret secret;
    std::string description;
    bool disabled = false;
    std::vector<Grant> grants;
    WallTime created_at;

    friend bool operator==(const ServiceAccount&, const ServiceAccount&) = default;
};

}  // namespace soc
