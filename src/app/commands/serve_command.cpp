#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "app/commands/commands.h"
#include "app/server.h"
#include "app/version.h"

namespace soc::commands {
namespace {

constexpr seconds command_patience{10};
constexpr int look_again_ms = 100;

/// SIGINT and SIGTERM as a descriptor. Made before any thread, so that all inherit the mask.
int block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &signals, SFD_CLOEXEC);
}

/// True when asked to stop, false when the server has to end by itself.
bool wait_for_end(int signals, int lost) {
    pollfd descriptors[] = {{signals, POLLIN, 0}, {lost, POLLIN, 0}};
    while (poll(descriptors, 2, -1) < 0) {
        // Interrupted: wait on.
    }
    return (descriptors[1].revents & POLLIN) == 0;
}

/// A command that has the data is done in a moment; another server is not.
Result<std::unique_ptr<Server>> start_when_free(const Config& config, Clock& clock,
                                                RandomSource& random) {
    const SteadyTime until = clock.now().steady + command_patience;
    for (;;) {
        Result<std::unique_ptr<Server>> server = Server::start(config, clock, random);
        const bool is_held = !server && server.error().reason == "command_at_work";
        if (!is_held || clock.now().steady >= until) return server;
        ::poll(nullptr, 0, look_again_ms);
    }
}

}  // namespace

int serve(const ConfigSource& source) {
    const std::optional<Config> config = load_config(source);
    if (!config) return misused;
    log::set_level(config->log_level);
    const int signals = block_stop_signals();
    SystemClock clock;
    SystemRandom random;
    const Result<std::unique_ptr<Server>> server = start_when_free(*config, clock, random);
    if (!server) {
        print_error(server.error());
        return failed;
    }
    log::info("sensOCampus listens", {{"version", program_version},
                                      {"host", config->listen.host},
                                      {"port", (*server)->port()}});
    const bool asked = wait_for_end(signals, (*server)->lost_descriptor());
    log::info("sensOCampus stops");
    (*server)->stop();
    close(signals);
    return asked ? done : failed;
}

}  // namespace soc::commands
