#include "app/shown_value.h"

#include <cstddef>

#include "app/config_keys.h"

namespace soc {
namespace {

/// `password`, `MQTT_PASSWD`, and what a slip of the finger makes of them. In `password_file` it
/// is a path, unless somebody wrote the password itself there.
bool looks_secret(std::string_view key, std::string_view value) {
    const std::string_view name = key.substr(key.rfind('.') + 1);
    constexpr std::size_t slips = 3;
    if (name == "password_file") return !value.starts_with('/') && !value.starts_with('.');
    if (name.ends_with("_file")) return false;
    return key.find("PASSWD") != std::string_view::npos ||
           name.find("assw") != std::string_view::npos || edit_distance(name, "password") <= slips;
}

/// An address with a password in it, even one that was written wrong: `mqtt://user:secret`.
bool may_hold_secret(std::string_view text) {
    if (text.find('@') != std::string_view::npos) return true;
    if (text.find("password=") != std::string_view::npos) return true;
    const std::size_t slashes = text.find("//");
    if (slashes == std::string_view::npos) return false;
    const std::string_view rest = text.substr(slashes + 2);
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return false;
    return !number_in(rest.substr(colon + 1), 0, 65'535);
}

}  // namespace

std::string shown_value(std::string_view key, std::string_view text) {
    // `host = "user:secret"`: an address without its scheme.
    const bool is_host = key.ends_with("host") || key.ends_with("_SERVER");
    const std::string address = (is_host ? "//" : "") + std::string{text};
    const bool hidden = looks_secret(key, text) || may_hold_secret(address);
    return hidden ? "(not shown)" : std::string{text};
}

}  // namespace soc
