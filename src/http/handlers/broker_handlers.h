#pragma once

#include <string_view>

#include "core/clock.h"
#include "core/error.h"
#include "http/form.h"
#include "http/request.h"
#include "http/response.h"
#include "metrics/registry.h"
#include "service/access_directory.h"
#include "service/use_queue.h"

namespace soc {

/// What brokers without our plugin ask by HTTP, as the first generation answered it
/// (contract/http.md): 200 with nothing in it, 403 for a refusal, 400 for what is no form. From
/// memory only (R25); each answer is counted by what came out.
class BrokerHandlers {
public:
    struct Parts {
        AccessDirectory& directory;
        UseQueue& uses;
        Clock& clock;
        metrics::Registry& metrics;
    };
    explicit BrokerHandlers(Parts parts);

    /// POST /mqtt_auth/auth: may this login connect? A board that does has used its secret, on a
    /// broker that is called by the address that asked.
    [[nodiscard]] Response auth(const Request& request) const;
    /// POST /mqtt_auth/superuser: may this login do everything? Nobody may.
    [[nodiscard]] Response superuser(const Request& request) const;
    /// POST /mqtt_auth/acl: may this login, which the broker has let in, do this? Which client id
    /// is whose, the broker knows; here one must only be named.
    [[nodiscard]] Response acl(const Request& request) const;

private:
    [[nodiscard]] Status judge_login(const FormFields& form, const Request& request) const;
    [[nodiscard]] Status judge_topic(const FormFields& form) const;
    [[nodiscard]] Response answer(const Status& judged) const;

    const Parts parts_;
    mutable metrics::Counter granted_;
};

}  // namespace soc
