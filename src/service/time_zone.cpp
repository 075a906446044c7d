#include "service/time_zone.h"

#include <date/tz.h>

#include <stdexcept>

namespace soc {

bool is_known_time_zone(const std::string& name) {
    try {
        return date::locate_zone(name) != nullptr;
    } catch (const std::runtime_error&) {
        return false;  // the library's way to say so
    }
}

}  // namespace soc
