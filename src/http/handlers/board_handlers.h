#pragma once

#include "core/clock.h"
#include "core/limits.h"
#include "http/request.h"
#include "http/response.h"
#include "metrics/registry.h"
#include "people/minute_limit.h"
#include "service/credential_ledger.h"

namespace soc {

/// What boards ask for by HTTP, as the first generation answered it (contract/http.md), and what
/// people do to boards' secrets.
class BoardHandlers {
public:
    BoardHandlers(CredentialLedger& ledger, Clock& clock, metrics::Registry& metrics)
        : ledger_{ledger}, clock_{clock}, metrics_{metrics} {}

    /// GET /device/credentials?mac=. Known boards are never told to wait.
    [[nodiscard]] Response credentials(const Request& request) const;
    /// Whether it would wait for the database.
    [[nodiscard]] bool credentials_may_wait(const Request& request) const;

    /// POST /api/v1/devices/{id}/credentials/{action}
    [[nodiscard]] Response change(const Request& request) const;

private:
    CredentialLedger& ledger_;
    Clock& clock_;
    metrics::Registry& metrics_;
    mutable MinuteLimit strangers_{limits::strange_macs_a_minute, limits::strange_addresses_max};
};

}  // namespace soc
