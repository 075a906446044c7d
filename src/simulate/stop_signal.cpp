#include "simulate/stop_signal.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/assert.h"

namespace soc::simulate {

StopSignal::StopSignal() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &wanted, &before_);
    fd_ = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    SOC_ASSERT(fd_ >= 0);
}

StopSignal::~StopSignal() {
    // Taken here, so that the signal does not end the program once it is let through again.
    signalfd_siginfo info;
    while (::read(fd_, &info, sizeof info) > 0) {
    }
    ::close(fd_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool StopSignal::came() const {
    pollfd asked{fd_, POLLIN, 0};
    return ::poll(&asked, 1, 0) > 0;
}

}  // namespace soc::simulate
