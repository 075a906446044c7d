#include "support/postgres_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "core/clock.h"
#include "support/free_port.h"

namespace soc::testing {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& what) {
    std::fprintf(stderr, "test support: %s\n", what.c_str());
    std::abort();
}

std::string content_of(const fs::path& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The newest one that is installed, as Debian and Ubuntu lay it out.
std::string find_programs() {
    int newest = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator{"/usr/lib/postgresql", none}) {
        if (!fs::exists(entry.path() / "bin" / "postgres")) continue;
        newest = std::max(newest, std::atoi(entry.path().filename().c_str()));
    }
    if (newest == 0) give_up("PostgreSQL is not installed (apt-get install postgresql)");
    return fmt::format("/usr/lib/postgresql/{}/bin", newest);
}

/// PostgreSQL refuses to run as root; its package brings a user.
const passwd* unprivileged_user() {
    if (geteuid() != 0) return nullptr;
    const passwd* user = getpwnam("postgres");
    if (user == nullptr) give_up("there is no user postgres");
    return user;
}

/// Starts `words` as a child that ends with us; what it prints goes to `output`.
pid_t spawn(const std::vector<std::string>& words, const std::string& output) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const passwd* user = unprivileged_user();
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0) give_up("fork");
    if (child > 0) return child;

    if (user != nullptr && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 ||
                            setuid(user->pw_uid) != 0)) {
        _exit(126);
    }
    // After the change of user, which would undo it.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    execv(arguments.front(), arguments.data());
    _exit(127);
}

struct FinishConnection {
    void operator()(PGconn* handle) const { PQfinish(handle); }
};
using Handle = std::unique_ptr<PGconn, FinishConnection>;

Handle connect_to(const std::string& url) { return Handle{PQconnectdb(url.c_str())}; }

}  // namespace

PostgresServer::PostgresServer() : programs_{find_programs()}, port_{free_port()} {
    std::string pattern = fs::temp_directory_path() / "soc-postgres-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) give_up("no temporary directory");
    directory_ = pattern;
    if (const passwd* user = unprivileged_user(); user != nullptr) {
        if (chown(directory_.c_str(), user->pw_uid, user->pw_gid) != 0) give_up("chown");
    }
    initialise();
    start();
}

PostgresServer::~PostgresServer() {
    if (is_running()) end(SIGQUIT);
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

std::string PostgresServer::url(std::string_view name) const {
    return fmt::format("postgresql://campus:s3cret%2Fp%40ss@127.0.0.1:{}/{}", port_, name);
}

std::string PostgresServer::make_database() {
    const std::string name = fmt::format("campus_{}", ++databases_);
    const Handle handle = connect_to(url("postgres"));
    PGresult* result = PQexec(handle.get(), ("CREATE DATABASE " + name).c_str());
    const bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!made) give_up(PQerrorMessage(handle.get()));
    return url(name);
}

std::string PostgresServer::log() const { return content_of(directory_ + "/log"); }

void PostgresServer::initialise() {
    const std::string password_file = directory_ + "/password";
    std::ofstream{password_file} << password() << "\n";
    const pid_t child = spawn({programs_ + "/initdb", "--pgdata", directory_ + "/data",
                               "--username", "campus", "--pwfile", password_file, "--auth",
                               "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8",
                               "--locale-provider", "icu", "--icu-locale", "en-US", "--no-sync"},
                              directory_ + "/log");
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) give_up("initdb:\n" + log());
    std::ofstream{directory_ + "/data/postgresql.auto.conf"}
        << "listen_addresses = '127.0.0.1'\nport = " << port_
        << "\nunix_socket_directories = ''\nfsync = off\nmax_connections = 60\n"
        << "shared_buffers = 32MB\n";
}

void PostgresServer::launch() {
    pid_ = spawn({programs_ + "/postgres", "-D", directory_ + "/data"}, directory_ + "/log");
}

void PostgresServer::start() {
    // After a SIGKILL the children of the old server need a moment to notice, and until then
    // the new one refuses to start: it is tried again.
    const SystemClock clock;
    const SteadyTime until = clock.now().steady + seconds{60};
    launch();
    while (PQstatus(connect_to(url("postgres")).get()) != CONNECTION_OK) {
        if (clock.now().steady > until) give_up("PostgreSQL did not start:\n" + log());
        poll(nullptr, 0, 10);
        if (waitpid(pid_, nullptr, WNOHANG) == pid_) launch();
    }
}

void PostgresServer::stop() { end(SIGINT); }

std::vector<pid_t> PostgresServer::backends() const {
    const std::string task = std::to_string(pid_);
    std::ifstream list{"/proc/" + task + "/task/" + task + "/children"};
    return {std::istream_iterator<pid_t>{list}, {}};
}

/// With its backends: each is a session of its own that would go on answering for a moment after
/// the postmaster is gone, while a machine that fails stops as one.
void PostgresServer::kill() {
    const std::vector<pid_t> sessions = backends();
    for (const pid_t backend : sessions) ::kill(backend, SIGSTOP);
    end(SIGKILL);
    for (const pid_t backend : sessions) ::kill(backend, SIGKILL);
}

void PostgresServer::freeze() {
    ::kill(pid_, SIGSTOP);
    for (const pid_t backend : backends()) ::kill(backend, SIGSTOP);
}

void PostgresServer::thaw() {
    for (const pid_t backend : backends()) ::kill(backend, SIGCONT);
    ::kill(pid_, SIGCONT);
}

void PostgresServer::end(int signal) {
    ::kill(pid_, signal);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

}  // namespace soc::testing
