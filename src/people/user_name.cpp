#include "people/user_name.h"

#include <algorithm>
#include <array>

namespace soc {
namespace {

constexpr std::size_t characters_max = 64;
constexpr std::array<std::string_view, 3> reserved{"local", "system", "import"};

bool is_legal(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           c == '.' || c == '_' || c == '@' || c == '-';
}

}  // namespace

Status check_user_name(std::string_view name) {
    const bool legal = !name.empty() && name.size() <= characters_max &&
                       std::all_of(name.begin(), name.end(), is_legal);
    if (!legal) {
        return Error::invalid("name", "bad_name", "1 to 64 letters, digits, '.', '_', '@', '-'");
    }
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
        return Error::invalid("name", "reserved", "a name other than local, system, import");
    }
    return {};
}

}  // namespace soc
