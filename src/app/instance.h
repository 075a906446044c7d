#pragma once

#include <string>

#include "core/random.h"
#include "core/result.h"

namespace soc {

/// The name of this installation: `configured`, or else the one in `<data>/instance`, which is
/// made up at the first start and kept: it names our persistent session at the broker (R7).
[[nodiscard]] Result<std::string> find_instance(const std::string& configured,
                                                const std::string& data, RandomSource& random);

/// The same for a server that runs read-only: a name that is made up is good for this run.
[[nodiscard]] Result<std::string> borrow_instance(const std::string& configured,
                                                  const std::string& data, RandomSource& random);

}  // namespace soc
