#include "support/mosquitto_broker.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/clock.h"
#include "support/free_port.h"

namespace soc::testing {

namespace {

using namespace std::chrono_literals;

[[noreturn]] void give_up(const std::string& what) {
    std::fprintf(stderr, "test support: %s\n", what.c_str());
    std::abort();
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool takes_connections(std::uint16_t port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const bool taken =
        connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return taken;
}

std::string find_mosquitto() {
    for (const char* path : {"/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"}) {
        if (access(path, X_OK) == 0) return path;
    }
    give_up("mosquitto is not installed");
}

}  // namespace

MosquittoBroker::MosquittoBroker(const Options& options)
    : environment_{options.environment}, may_fail_{options.may_fail}, port_{free_port()} {
    std::string pattern = std::filesystem::temp_directory_path() / "soc-mosquitto-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) give_up("no temporary directory");
    directory_ = pattern;
    config_ = directory_ + "/mosquitto.conf";

    std::ofstream config{config_};
    if (options.shipped_file) config << content_of(SOC_SOURCE_DIR "/deploy/mosquitto.conf");
    else config << "persistence true\n";
    // As root mosquitto would become another user, who cannot write here, and the change of
    // user would undo the parent-death signal.
    if (geteuid() == 0) config << "user root\n";
    config << "persistence_location " << directory_ << "/\n"
           << "log_dest file " << directory_ << "/log\n"
           << "log_type all\n"
           << options.extra << "\n"
           << "listener " << port_ << " 127.0.0.1\n"
           << "allow_anonymous " << (options.anonymous ? "true" : "false") << "\n"
           << options.listener << "\n";
    config.close();
    start();
}

MosquittoBroker::~MosquittoBroker() {
    if (is_running()) end(SIGKILL);
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

void MosquittoBroker::start() {
    const std::string program = find_mosquitto();
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) give_up("fork");
    if (pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(127);
        const int output = open((directory_ + "/output").c_str(),
                                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        dup2(output, STDOUT_FILENO);
        dup2(output, STDERR_FILENO);
        for (std::string& variable : environment_) putenv(variable.data());
        execl(program.c_str(), program.c_str(), "-c", config_.c_str(), nullptr);
        _exit(127);
    }
    const auto ready = [this] {
        return takes_connections(port_) || waitpid(pid_, nullptr, WNOHANG) != 0;
    };
    const bool in_time = wait_until(ready, 10s);
    if (may_fail_ && in_time && !takes_connections(port_)) {
        pid_ = -1;
        return;
    }
    if (!in_time || !takes_connections(port_)) {
        give_up("mosquitto did not start:\n" + content_of(directory_ + "/output") + log());
    }
}

void MosquittoBroker::end(int signal) {
    ::kill(pid_, SIGCONT);
    ::kill(pid_, signal);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void MosquittoBroker::stop() { end(SIGTERM); }
void MosquittoBroker::kill() { end(SIGKILL); }
void MosquittoBroker::freeze() { ::kill(pid_, SIGSTOP); }
void MosquittoBroker::thaw() { ::kill(pid_, SIGCONT); }

std::string MosquittoBroker::log() const { return content_of(directory_ + "/log"); }

namespace {

void note_pong(mosquitto* /*handle*/, void* ponged, int /*id*/) {
    *static_cast<bool*>(ponged) = true;
}

void must(int result, const char* what) {
    if (result != MOSQ_ERR_SUCCESS) give_up(std::string{what} + ": " + mosquitto_strerror(result));
}

}  // namespace

TestPublisher::TestPublisher(std::uint16_t port) {
    mosquitto_lib_init();
    mosquitto* handle = mosquitto_new(nullptr, true, &ponged_);
    handle_ = handle;
    mosquitto_publish_callback_set(handle, &note_pong);
    must(mosquitto_connect(handle, "127.0.0.1", port, 60), "connect");
    flush();
}

TestPublisher::~TestPublisher() {
    auto* handle = static_cast<mosquitto*>(handle_);
    mosquitto_disconnect(handle);
    mosquitto_destroy(handle);
    mosquitto_lib_cleanup();
}

void TestPublisher::publish(std::string_view topic, std::string_view payload, bool retain) {
    must(mosquitto_publish(static_cast<mosquitto*>(handle_), nullptr, std::string{topic}.c_str(),
                           static_cast<int>(payload.size()), payload.data(), 0, retain),
         "publish");
}

void TestPublisher::flush() {
    auto* handle = static_cast<mosquitto*>(handle_);
    // The broker handles a connection's packets in order, so the answer to this one, at QoS 1
    // and for nobody, comes after all before it.
    must(mosquitto_publish(handle, nullptr, "$nobody/flush", 0, nullptr, 1, false), "flush");
    ponged_ = false;
    while (!ponged_) must(mosquitto_loop(handle, 1'000, 1), "loop");
}

}  // namespace soc::testing
