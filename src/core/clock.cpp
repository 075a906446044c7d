#include "core/clock.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace soc {

Moment SystemClock::now() const {
    using std::chrono::floor;
    return {floor<microseconds>(std::chrono::system_clock::now()),
            SteadyTime{std::chrono::duration_cast<microseconds>(
                std::chrono::steady_clock::now().time_since_epoch())}};
}

std::string to_rfc3339(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<milliseconds>(time - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

namespace {

/// Takes `count` digits off the front of `text`, then `after` if it is not NUL.
std::optional<int> take_number(std::string_view& text, std::size_t count, char after) {
    if (text.size() < count + (after != '\0' ? 1 : 0)) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    if (after == '\0') return value;
    if (text.front() != after) return std::nullopt;
    text.remove_prefix(1);
    return value;
}

/// `.123` as microseconds; an absent fraction is zero.
std::optional<microseconds> take_fraction(std::string_view& text) {
    if (text.empty() || text.front() != '.') return microseconds{0};
    text.remove_prefix(1);
    int micros = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 6) {
        micros = micros * 10 + (text.front() - '0');
        text.remove_prefix(1);
        ++digits;
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) micros *= 10;
    return microseconds{micros};
}

}  // namespace

std::optional<WallTime> parse_rfc3339(std::string_view text) {
    using namespace std::chrono;
    const auto y = take_number(text, 4, '-');
    const auto mo = y ? take_number(text, 2, '-') : std::nullopt;
    const auto d = mo ? take_number(text, 2, 'T') : std::nullopt;
    const auto h = d ? take_number(text, 2, ':') : std::nullopt;
    const auto mi = h ? take_number(text, 2, ':') : std::nullopt;
    const auto s = mi ? take_number(text, 2, '\0') : std::nullopt;
    if (!s || *h > 23 || *mi > 59 || *s > 59) return std::nullopt;
    const auto fraction = take_fraction(text);
    if (!fraction || text != "Z") return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)},
                              day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return sys_days{date} + hours{*h} + minutes{*mi} + std::chrono::seconds{*s} + *fraction;
}

}  // namespace soc
