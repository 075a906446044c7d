#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/commands/commands.h"
#include "core/limits.h"
#include "service/campus_loader.h"
#include "service/time_zone.h"
#include "simulate/campus_generator.h"
#include "store/setting_store.h"
#include "wire/campus_json.h"

namespace soc::commands {
namespace {

/// The whole file; nothing when it cannot be read or is over the limit of a campus file.
std::optional<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary | std::ios::ate};
    if (!file || file.tellg() > static_cast<std::streamoff>(limits::campus_bytes_max)) {
        return std::nullopt;
    }
    std::string text(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file) return std::nullopt;
    return text;
}

std::optional<Campus> read_campus_file(const std::string& path) {
    const std::optional<std::string> text = read_file(path);
    if (!text) {
        fmt::print(stderr, "sensocampus: {} cannot be read, or is over {} bytes\n", path,
                   limits::campus_bytes_max);
        return std::nullopt;
    }
    wire::CampusReading reading = wire::read_campus(*text);
    for (std::size_t i = 0; i < reading.campus.sites.size(); ++i) {
        const std::string& zone = reading.campus.sites[i].time_zone;
        if (zone.empty() || is_known_time_zone(zone)) continue;  // an absent one is listed already
        reading.faults.push_back({"sites[" + std::to_string(i) + "].time_zone",
                                  wire::shown_value(zone), "not_a_time_zone",
                                  "a name such as Europe/Paris"});
    }
    for (const wire::DocumentFault& fault : reading.faults) {
        fmt::print(stderr, "{}: {}\n", path, fault.to_string());
    }
    if (reading.faults_left_out > 0) {
        fmt::print(stderr, "{}: {} more\n", path, reading.faults_left_out);
    }
    if (!reading.ok()) return std::nullopt;
    return std::move(reading.campus);
}

}  // namespace

int campus_generate(const CampusCommand& command) {
    const bool demonstration = command.kind == "demonstration";
    const Campus campus = demonstration
                              ? simulate::demonstration_campus(command.seed)
                              : simulate::grid_campus(command.seed, command.devices);
    std::ofstream file{command.file, std::ios::binary};
    file << wire::write_campus(campus);
    file.flush();
    if (!file) {
        fmt::print(stderr, "sensocampus: {} cannot be written\n", command.file);
        return failed;
    }
    fmt::print("{}: {} sites, {} buildings, {} rooms, {} devices\n", command.file,
               campus.sites.size(), campus.buildings.size(), campus.rooms.size(),
               campus.devices.size());
    return done;
}

int campus_load(const CampusCommand& command) {
    const std::optional<Config> config = load_config(command.source);
    if (!config) return misused;
    const std::optional<Campus> campus = read_campus_file(command.file);
    if (!campus) return misused;
    const SystemClock clock;
    Result<DataGuard> guard = take_data(*config, "campus load", true);
    if (!guard) {
        print_error(guard.error());
        return failed;
    }
    const Result<CampusLoadReport> report =
        load_campus(guard->database(), *campus, "campus load", clock.now().wall);
    Status marked;
    if (report && command.demonstration) {
        marked = guard->database().transact(Durability::full, [&](Transaction& tx) {
            return setting_store::set(tx, "demonstration", campus->name);
        });
    }
    guard->release(clock.now().wall);
    if (!report || !marked) {
        print_error(report ? marked.error() : report.error());
        return failed;
    }
    fmt::print("{}: {} created, {} updated, {} unchanged\n", command.file, report->created,
               report->updated, report->unchanged);
    return done;
}

}  // namespace soc::commands
