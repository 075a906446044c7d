#include "plugin/copy_helper.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <utility>

#include "plugin/copy_files.h"
#include "core/assert.h"

namespace soc::plugin {
namespace {

bool sync_file(const std::string& path, int flags) {
    const int file = open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return false;
    const bool ok = fsync(file) == 0;
    const int error = errno;
    close(file);
    errno = error;
    return ok;
}

/// A crash at any point leaves a whole copy under one of the two names.
bool install(const CopyFiles& files, std::uint32_t number) {
    const std::string fresh = files.fresh(number);
    // Installed by a helper that died before it could say so.
    if (access(fresh.c_str(), F_OK) != 0) return sync_file(files.current(), O_RDWR);
    if (!sync_file(fresh, O_RDWR)) return false;
    (void)rename(files.current().c_str(), files.previous().c_str());  // there may be none yet
    return rename(fresh.c_str(), files.current().c_str()) == 0 &&
           sync_file(files.directory, O_RDONLY | O_DIRECTORY);
}

[[noreturn]] void serve(int socket, const CopyFiles& files) {
    // The broker's signals are not ours; we leave when it does.
    for (const int signal_number : {SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2}) {
        (void)signal(signal_number, SIG_IGN);
    }
    (void)prctl(PR_SET_NAME, "sensocampus-cp");
    CopyHelper::Order order;
    while (recv(socket, &order, sizeof order, 0) == sizeof order) {
        const bool ok = order.install != 0 ? install(files, order.install)
                                           : sync_file(files.current(), O_RDWR);
        const CopyHelper::Done done{.ok = ok, .error = ok ? 0 : errno};
        if (::send(socket, &done, sizeof done, MSG_NOSIGNAL) != sizeof done) break;
    }
    _exit(0);
}

}  // namespace

CopyHelper::~CopyHelper() { end(); }

bool CopyHelper::start() {
    int pair[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
    pid_ = fork();
    if (pid_ == 0) {
        // The broker's sockets must close when the broker ends, not when we do.
        const int kept = dup2(pair[1], STDERR_FILENO + 1);
        close_range(static_cast<unsigned>(kept) + 1, ~0U, 0);
        serve(kept, CopyFiles{directory_});
    }
    close(pair[1]);
    if (pid_ < 0) {
        close(pair[0]);
        return false;
    }
    socket_ = pair[0];
    ++starts_;
    busy_ = false;
    return true;
}

void CopyHelper::end() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
    busy_ = false;
    if (pid_ > 0) (void)waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

bool CopyHelper::is_ready() {
    if (socket_ >= 0) return true;
    // One that dies each time must not make the broker fork for ever.
    return starts_ < starts_max && start();
}

void CopyHelper::send(const Order& order) {
    SOC_ASSERT(socket_ >= 0 && !busy_);
    if (::send(socket_, &order, sizeof order, MSG_NOSIGNAL) != sizeof order) return end();
    busy_ = true;
}

std::optional<CopyHelper::Done> CopyHelper::take() { return wait(0); }

std::optional<CopyHelper::Done> CopyHelper::wait(int milliseconds) {
    if (!busy_) return std::nullopt;
    pollfd wanted{.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&wanted, 1, milliseconds) <= 0) return std::nullopt;
    Done done;
    if (recv(socket_, &done, sizeof done, 0) != sizeof done) {
        end();
        return std::nullopt;
    }
    busy_ = false;
    if (done.ok) starts_ = 0;
    return done;
}

}  // namespace soc::plugin
