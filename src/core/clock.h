#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace soc {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// UTC, for stored facts and for people. May step.
using WallTime = std::chrono::sys_time<microseconds>;

/// For intervals and deadlines. Never steps, means nothing outside this process.
struct SteadyClockTag {
    using rep = microseconds::rep;
    using period = microseconds::period;
    using duration = microseconds;
    using time_point = std::chrono::time_point<SteadyClockTag, microseconds>;
    static constexpr bool is_steady = true;
};
using SteadyTime = SteadyClockTag::time_point;

/// One instant on both clocks (R12): what is stored, and what is measured with.
struct Moment {
    WallTime wall;
    SteadyTime steady;

    friend bool operator==(const Moment&, const Moment&) = default;
};

[[nodiscard]] inline Moment operator+(Moment at, microseconds span) {
    return {at.wall + span, at.steady + span};
}
[[nodiscard]] inline Moment operator-(Moment at, microseconds span) {
    return {at.wall - span, at.steady - span};
}

/// Time is injected; only loops and `main` own a clock.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Moment now() const = 0;
};

/// The machine's clocks. The only place that reads them.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Moment now() const override;
};

/// Microseconds since 1970, as the database holds times.
[[nodiscard]] inline std::int64_t to_micros(WallTime time) {
    return time.time_since_epoch().count();
}
[[nodiscard]] inline WallTime from_micros(std::int64_t micros) {
    return WallTime{microseconds{micros}};
}

/// `2026-11-22T09:00:00.000Z`: the API's spelling (milliseconds, truncated).
[[nodiscard]] std::string to_rfc3339(WallTime time);

/// Reads exactly the form that `to_rfc3339` writes; fraction optional (1 to 6 digits).
[[nodiscard]] std::optional<WallTime> parse_rfc3339(std::string_view text);

}  // namespace soc
