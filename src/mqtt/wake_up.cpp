#include "mqtt/wake_up.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include "core/assert.h"

namespace soc {

WakeUp::WakeUp() : fd_{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} { SOC_ASSERT(fd_ >= 0); }

WakeUp::~WakeUp() { close(fd_); }

// Both can only fail by "would block": the bell rings already, or nobody rang.
void WakeUp::ring() const { static_cast<void>(eventfd_write(fd_, 1)); }

void WakeUp::clear() const {
    eventfd_t rings = 0;
    static_cast<void>(eventfd_read(fd_, &rings));
}

}  // namespace soc
