#include "app/instance.h"

#include <array>
#include <fstream>

#include "app/config_keys.h"

namespace soc {

namespace {

std::string path_in(const std::string& data) { return data + "/instance"; }

/// Empty when there is none yet.
Result<std::string> read_kept(const std::string& path) {
    std::ifstream file{path};
    std::string kept;
    // Empty, too, when the power went between making the file and writing it.
    if (file) std::getline(file, kept);
    if (kept.empty() || is_instance_name(kept)) return kept;
    return Error::invalid(path, "bad_instance", "1 to 32 of a-z 0-9 _ -");
}

std::string make_up(RandomSource& random) {
    std::array<std::uint8_t, 4> bytes{};
    random.fill(bytes);
    return "campus-" + to_hex(bytes);
}

}  // namespace

Result<std::string> borrow_instance(const std::string& configured, const std::string& data,
                                    RandomSource& random) {
    if (!configured.empty()) return configured;
    Result<std::string> kept = read_kept(path_in(data));
    if (!kept || !kept->empty()) return kept;
    return make_up(random);
}

Result<std::string> find_instance(const std::string& configured, const std::string& data,
                                  RandomSource& random) {
    if (!configured.empty()) return configured;
    const std::string path = path_in(data);
    Result<std::string> kept = read_kept(path);
    if (!kept || !kept->empty()) return kept;
    std::string made = make_up(random);
    std::ofstream file{path};
    file << made << '\n';
    file.flush();
    if (!file) return Error::unavailable("data_not_writable", path);
    return made;
}

}  // namespace soc
