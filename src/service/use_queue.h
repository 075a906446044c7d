#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/guarded.h"
#include "core/limits.h"
#include "core/result.h"
#include "metrics/registry.h"
#include "service/credential_ledger.h"

namespace soc {

/// Uses of secrets that wait to be noted in the ledger, so that whoever lets somebody in does not
/// wait for the database (R25). Of each secret the first and the latest use are kept, since a board
/// opens nine connections at a time. Any thread may call.
class UseQueue {
public:
    UseQueue(CredentialLedger& ledger, metrics::Registry& metrics,
             std::size_t secrets_max = limits::used_secrets_max);

    /// Never waits. A secret that finds no room is dropped and counted.
    void add(LoginUse use);

    /// Notes what waits, at most `limits::uses_noted_at_once` secrets. After an error they wait on.
    /// One caller at a time.
    [[nodiscard]] Status flush();

private:
    struct Waiting {
        LoginUse first;
        std::optional<LoginUse> latest;
    };
    using BySecret = std::unordered_map<std::string, Waiting>;  ///< by the bytes of the digest

    /// False when there is no room.
    [[nodiscard]] bool put(BySecret& waiting, LoginUse use) const;

    CredentialLedger& ledger_;
    const std::size_t secrets_max_;
    metrics::Counter dropped_;
    metrics::Gauge waiting_items_;
    Guarded<BySecret> waiting_;
};

}  // namespace soc
