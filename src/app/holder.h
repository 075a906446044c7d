#pragma once

#include <string>

#include "core/random.h"
#include "core/result.h"

namespace soc {

/// Who holds the lead (R24, R26): 128 random bits in `<data>/holder`, made up once and kept. The
/// name of an instance would not do, since two machines may be given the same one. The caller
/// holds the lock on the directory. A file that holds no such id is replaced: then this directory
/// waits for its own last lease, as any other one would.
[[nodiscard]] Result<std::string> find_holder(const std::string& data, RandomSource& random);

}  // namespace soc
