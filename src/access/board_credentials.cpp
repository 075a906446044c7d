#include "access/board_credentials.h"

#include <algorithm>

#include "domain/uuid.h"

namespace soc {

std::string board_login(const MacAddress& mac) {
    std::string digits = mac.to_string();
    digits.erase(std::remove(digits.begin(), digits.end(), ':'), digits.end());
    return "senso_" + digits;
}

Secret make_board_secret(RandomSource& random) {
    return Secret{Uuid::v4(random).to_string()};
}

}  // namespace soc
