#include "simulate/local_time.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <stdexcept>

namespace soc::simulate {
namespace {

const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

}  // namespace

LocalTime::LocalTime(std::string_view zone_name) : zone_{find_zone(zone_name)} {}

std::string LocalTime::text(WallTime time) {
    if (zone_ != nullptr && (time < valid_from_ || time >= valid_until_)) {
        const auto info = static_cast<const date::time_zone*>(zone_)->get_info(time);
        valid_from_ = info.begin;
        valid_until_ = info.end;
        offset_ = info.offset;
    }
    const auto local = std::chrono::floor<std::chrono::seconds>(time) + offset_;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{local - day};
    const auto minutes = std::chrono::abs(offset_).count() / 60;
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} {}{:02}{:02}",
                       static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(),
                       offset_.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace soc::simulate
