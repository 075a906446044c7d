#include "simulate/simulate_command.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/limits.h"
#include "simulate/board_transport.h"
#include "simulate/broker_address.h"
#include "simulate/burst.h"
#include "simulate/fleet.h"
#include "simulate/fleet_script.h"
#include "simulate/roster.h"
#include "simulate/socket_address.h"
#include "simulate/stop_signal.h"
#include "simulate/truth.h"
#include "wire/campus_json.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;

constexpr microseconds status_line_pause = 10s;
constexpr microseconds leave_patience = 5s;
constexpr int exit_failed = 1;
constexpr int exit_usage = 2;

void complain(std::string_view text) { fmt::print(stderr, "simulate: {}\n", text); }

std::optional<std::string> file_text(const std::string& path, std::size_t bytes_max) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        complain(fmt::format("cannot read {}", path));
        return std::nullopt;
    }
    std::string text;
    std::vector<char> chunk(64 * 1024);
    // One byte over the limit is enough for the reader to say that it is too large.
    while (text.size() <= bytes_max && file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    }
    return text;
}

void list_faults(const std::string& file, const std::vector<wire::DocumentFault>& faults) {
    for (const wire::DocumentFault& fault : faults) {
        complain(fmt::format("{}: {}", file, fault.to_string()));
    }
}

bool options_fit(const SimulateOptions& options) {
    std::vector<std::string> faults;
    const auto must = [&faults](bool holds, std::string_view text) {
        if (!holds) faults.emplace_back(text);
    };
    must(options.time_scale >= 0.01 && options.time_scale <= 1000, "--time-scale: 0.01 to 1000");
    must(!options.interval || (*options.interval >= 1s && *options.interval <= 24h),
         "--interval: 1 to 86400 seconds");
    must(!options.duration || *options.duration >= 0s, "--duration: 0 or more seconds");
    must(options.start_spread >= 0ms, "--start-spread: 0 or more milliseconds");
    must(options.connections >= 1 && options.connections <= 1000, "--connections: 1 to 1000");
    must(options.loss_percent >= 0 && options.loss_percent <= 100, "--loss: 0 to 100 percent");
    must(options.jitter_percent >= 0 && options.jitter_percent <= 100,
         "--jitter: 0 to 100 percent");
    must(options.rate >= 0, "--rate: 0 or more messages a second");
    must(options.qos == 0 || options.qos == 1, "--qos: 0 or 1");
    for (const std::string& fault : faults) complain(fault);
    return faults.empty();
}

/// Boards need a descriptor for each module; the shell's usual 1024 are not many.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

bool descriptors_suffice(const Roster& roster) {
    std::size_t links = 0;
    for (const Role& role : roster.roles()) links += 1 + role.plan.model->sensors.size();
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    constexpr std::size_t others = 64;
    if (links + others <= limit.rlim_cur) return true;
    complain(fmt::format("{} connections need more descriptors than {}: use shared connections",
                         links, limit.rlim_cur));
    return false;
}

/// The story of the failures, or nothing when the file is wrong.
std::optional<FleetScript> make_script(const SimulateOptions& options, Roster& roster) {
    if (options.failures == "none") return FleetScript{};
    if (options.failures == "demonstration") {
        roster.add_guests(options.seed);
        return demonstration_script(roster, options.seed);
    }
    const auto text = file_text(options.failures, 1024 * 1024);
    if (!text) return std::nullopt;
    ScriptReading reading = read_script(*text, roster);
    list_faults(options.failures, reading.faults);
    if (!reading.faults.empty()) return std::nullopt;
    return std::move(reading.script);
}

void print_status_line(const Fleet& fleet, const BoardTransport& transport, microseconds elapsed) {
    const FleetTotals totals = fleet.totals();
    std::string silent;
    for (const auto& [cause, count] : fleet.silent_by_cause()) {
        silent += fmt::format("{}{} {}", silent.empty() ? "" : ", ", cause, count);
    }
    fmt::print("{:>6} s  boards {}  connected {}  connections {}  statuses {}  data {}  "
               "orders {}  lost {}  dropped {}  silent {}{}\n",
               std::chrono::duration_cast<seconds>(elapsed).count(), totals.boards,
               totals.connected, transport.open_sessions(), totals.statuses, totals.data,
               totals.orders, totals.lost, transport.dropped(), totals.silent,
               silent.empty() ? "" : fmt::format(" ({})", silent));
    std::fflush(stdout);
}

/// The loop between fleet and network.
void play(Fleet& fleet, BoardTransport& transport, const SimulateOptions& options,
          const Clock& clock) {
    const StopSignal stop;
    const SteadyTime start = clock.now().steady;
    const SteadyTime end = options.duration ? start + *options.duration : SteadyTime::max();
    SteadyTime line_at = start + status_line_pause;
    FleetActions actions;
    std::vector<LinkReport> reports;
    fleet.start(clock.now());
    while (!stop.came()) {
        const Moment now = clock.now();
        if (now.steady >= end) break;
        if (now.steady >= line_at) {
            print_status_line(fleet, transport, now.steady - start);
            line_at += status_line_pause;
        }
        for (const LinkReport& report : reports) fleet.hear(report, now, actions);
        reports.clear();
        fleet.advance(now, actions);
        for (const FleetAction& action : actions) transport.perform(action);
        actions.clear();
        const SteadyTime next = std::min({fleet.next_due(), line_at, end});
        const microseconds patience = std::max(next - clock.now().steady, microseconds{0});
        transport.poll(patience, stop.fd(), reports);
    }
    print_status_line(fleet, transport, clock.now().steady - start);
    transport.leave(leave_patience);
    fleet.finish(clock.now(), transport.dropped());
}

int burst(const Roster& roster, BurstLink link, const SimulateOptions& options) {
    const StopSignal stop;
    link.stop_fd = stop.fd();
    const Result<BurstResult> result =
        run_burst(roster, link, {options.burst, options.rate, options.qos, 60s});
    if (!result) {
        complain(fmt::format("{}: {}", result.error().reason, result.error().detail));
        return exit_failed;
    }
    const double took = static_cast<double>(result->took.count()) * 1e-6;
    fmt::print("published {} at QoS {} in {:.3f} s: {:.0f} a second\n", result->published,
               options.qos, took, static_cast<double>(result->published) / took);
    return 0;
}

/// Who plays, and against which broker.
struct Cast {
    std::string campus;
    Roster roster;
    SocketAddress broker;
    TransportOptions transport;
};

/// Reads and checks everything; the exit code when something is wrong.
std::variant<Cast, int> assemble(const SimulateOptions& options) {
    if (!options_fit(options)) return exit_usage;
    const Result<BrokerAddress> address = BrokerAddress::parse(options.broker);
    if (!address) {
        complain(fmt::format("--broker {}: {} (allowed: {})", options.broker,
                             address.error().reason, address.error().allowed));
        return exit_usage;
    }
    const auto text = file_text(options.campus_file, limits::campus_bytes_max);
    if (!text) return exit_usage;
    const wire::CampusReading reading = wire::read_campus(*text);
    list_faults(options.campus_file, reading.faults);
    if (!reading.ok()) return exit_usage;
    const bool per_module = !options.shared_connections && options.burst == 0;
    Result<Roster> roster =
        Roster::of(reading.campus, {options.seed, options.time_scale, options.interval,
                                    options.jitter_percent / 100, per_module, options.data});
    if (!roster) {
        complain(fmt::format("{}: {} (allowed: {})", options.campus_file, roster.error().reason,
                             roster.error().allowed));
        return exit_usage;
    }
    const Result<SocketAddress> broker = SocketAddress::resolve(*address);
    if (!broker) {
        complain(fmt::format("{}: {}", address->host, broker.error().detail));
        return exit_failed;
    }
    raise_descriptor_limit();
    if (per_module && !descriptors_suffice(*roster)) return exit_usage;
    return Cast{reading.campus.name, std::move(*roster), *broker,
                {address->login, address->password, per_module, options.connections}};
}

int play_campus(Cast& cast, const SimulateOptions& options, const Clock& clock) {
    std::optional<FleetScript> script = make_script(options, cast.roster);
    if (!script) return exit_usage;
    std::ofstream truth_file;
    if (!options.truth_file.empty()) {
        truth_file.open(options.truth_file, std::ios::trunc);
        if (!truth_file) {
            complain(fmt::format("cannot write {}", options.truth_file));
            return exit_usage;
        }
    }
    TruthWriter truth{truth_file};
    truth.run(cast.campus, options.seed, cast.roster.roles().size(), clock.now().wall);
    Fleet fleet{cast.roster, std::move(*script),
                {options.seed, options.loss_percent / 100, options.time_scale,
                 options.start_spread},
                truth};
    fmt::print("{}: {} boards play, {} devices do not (other connectivity, planned, retired)\n",
               cast.campus, cast.roster.roles().size(), cast.roster.left_out());
    std::unique_ptr<BoardTransport> network;
    if (cast.transport.link_per_module) {
        network = std::make_unique<ModuleTransport>(cast.broker, clock, cast.transport);
    } else {
        network = std::make_unique<SharedTransport>(cast.broker, clock, cast.transport);
    }
    play(fleet, *network, options, clock);
    if (truth_file.is_open() && !truth_file) {
        complain(fmt::format("{} is incomplete: it could not be written", options.truth_file));
        return exit_failed;
    }
    return 0;
}

}  // namespace

int simulate(const SimulateOptions& options, const Clock& clock) {
    std::variant<Cast, int> cast = assemble(options);
    if (const int* exit_code = std::get_if<int>(&cast)) return *exit_code;
    Cast& ready = std::get<Cast>(cast);
    if (options.burst > 0) {
        return burst(ready.roster, {ready.broker, clock, ready.transport}, options);
    }
    return play_campus(ready, options, clock);
}

}  // namespace soc::simulate
