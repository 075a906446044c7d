#pragma once

#include "core/clock.h"
#include "core/guarded.h"

namespace soc::testing {

/// A clock that moves when the test says so. May be read from any thread.
class ManualClock final : public Clock {
public:
    explicit ManualClock(WallTime start = from_micros(1'790'000'000'000'000))
        : now_{Moment{start, SteadyTime{seconds{1'000}}}} {}

    [[nodiscard]] Moment now() const override {
        return now_.with([](const Moment& now) { return now; });
    }
    void advance(microseconds span) {
        now_.with([span](Moment& now) { now = now + span; });
    }

private:
    Guarded<Moment> now_;
};

}  // namespace soc::testing
