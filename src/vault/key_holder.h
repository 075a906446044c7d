#pragma once

#include <memory>
#include <string>

#include "core/guarded.h"
#include "core/random.h"
#include "core/result.h"
#include "vault/master_key.h"

namespace soc {

/// The master key of this installation, read or made when somebody first needs it and kept from
/// then on: a server without one starts, and boards that have their secrets keep working (R36).
/// Any thread may call.
class KeyHolder {
public:
    /// `makes_it`: a missing file is made. Not one that somebody configured: it comes from
    /// elsewhere, and another key would only hide that it is not there. `random` outlives this.
    KeyHolder(std::string path, bool makes_it, RandomSource& random)
        : path_{std::move(path)}, makes_it_{makes_it}, random_{random} {}

    /// The errors of `MasterKey`; the file is looked at again each time.
    [[nodiscard]] Result<std::shared_ptr<const MasterKey>> key();

private:
    const std::string path_;
    const bool makes_it_;
    RandomSource& random_;
    Guarded<std::shared_ptr<const MasterKey>> key_;
};

}  // namespace soc
