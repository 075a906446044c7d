#include "app/instance.h"

#include <array>
#include <fstream>

#include "app/config_keys.h"

namespace soc {

Result<std::string> find_instance(const std::string& configured, const std::string& data,
                                  RandomSource& random) {
    if (!configured.empty()) return configured;
    const std::string path = data + "/instance";
    if (std::ifstream file{path}; file) {
        std::string kept;
        std::getline(file, kept);
        if (is_instance_name(kept)) return kept;
        // Empty: the power went between making the file and writing it.
        if (!kept.empty()) return Error::invalid(path, "bad_instance", "1 to 32 of a-z 0-9 _ -");
    }
    std::array<std::uint8_t, 4> bytes{};
    random.fill(bytes);
    std::string made = "campus-" + to_hex(bytes);
    std::ofstream file{path};
    file << made << '\n';
    file.flush();
    if (!file) return Error::unavailable("data_not_writable", path);
    return made;
}

}  // namespace soc
