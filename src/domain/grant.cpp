#include "domain/grant.h"

namespace soc {

std::string_view to_word(Access access) {
    switch (access) {
        case Access::publish: return "PUB";
        case Access::subscribe: return "SUB";
        case Access::all: return "ALL";
    }
    return "PUB";
}

std::optional<Access> parse_access(std::string_view word) {
    for (const Access access : {Access::publish, Access::subscribe, Access::all}) {
        if (to_word(access) == word) return access;
    }
    return std::nullopt;
}

}  // namespace soc
