#pragma once

#include <string>

#include "core/random.h"
#include "core/secret.h"
#include "domain/mac_address.h"

namespace soc {

/// `senso_30aea4000004`: `senso_` and the twelve digits of the board's address, in lower case
/// (contract/http.md). Boards keep it and compare it with each later answer.
[[nodiscard]] std::string board_login(const MacAddress& mac);

/// A new secret (R35): 122 random bits in the form that boards have always been given,
/// `36f675cc-81e7-4ef5-a8e2-5d940ed90475`. It fits their 63 characters.
[[nodiscard]] Secret make_board_secret(RandomSource& random);

}  // namespace soc
