// Plays a campus from the command line, without the rest of the program:
//
//     simulate_by_hand demonstration 1 > campus.json
//     simulate_by_hand grid 1 100000 > grid.json
//     simulate_by_hand read grid.json
//     simulate_by_hand play campus.json mqtt://127.0.0.1:1883 demonstration truth.jsonl [seconds]
//     simulate_by_hand burst grid.json mqtt://127.0.0.1:1883 MESSAGES QOS [rate]

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/campus_generator.h"
#include "simulate/simulate_command.h"
#include "wire/campus_json.h"

namespace {

int read(const std::string& path, const soc::Clock& clock) {
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto start = clock.now().steady;
    const soc::wire::CampusReading reading = soc::wire::read_campus(text);
    const auto took = clock.now().steady - start;
    for (const soc::wire::DocumentFault& fault : reading.faults) {
        fmt::print("{}\n", fault.to_string());
    }
    fmt::print("{} devices, {} bytes, {} faults, {} us\n", reading.campus.devices.size(),
               text.size(), reading.faults.size() + reading.faults_left_out, took.count());
    return reading.ok() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const soc::SystemClock clock;
    const auto word = [&words](std::size_t i) {
        return i < words.size() ? words[i] : std::string{};
    };
    const auto number = [&word](std::size_t i) {
        return std::strtoull(word(i).c_str(), nullptr, 10);
    };
    if (word(0) == "read") return read(word(1), clock);
    if (word(0) == "demonstration" || word(0) == "grid") {
        const soc::Campus campus = word(0) == "grid"
                                       ? soc::simulate::grid_campus(number(1), number(2))
                                       : soc::simulate::demonstration_campus(number(1));
        std::fputs(soc::wire::write_campus(campus).c_str(), stdout);
        return 0;
    }
    soc::simulate::SimulateOptions options;
    options.campus_file = word(1);
    options.broker = word(2);
    if (word(0) == "burst") {
        options.burst = number(3);
        options.qos = static_cast<int>(number(4));
        options.rate = static_cast<double>(number(5));
    } else {
        options.failures = word(3);
        options.truth_file = word(4);
        if (words.size() > 5) options.duration = std::chrono::seconds{number(5)};
    }
    return soc::simulate::simulate(options, clock);
}
