#include "simulate/truth.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <ostream>

namespace soc::simulate {
namespace {

std::string quoted(std::string_view text) {
    return boost::json::serialize(boost::json::string_view{text.data(), text.size()});
}

std::string time_or_null(const std::optional<WallTime>& time) {
    return time ? quoted(to_rfc3339(*time)) : "null";
}

}  // namespace

void TruthWriter::line(std::string_view text) {
    out_ << text << '\n';
    out_.flush();
}

void TruthWriter::run(std::string_view campus, std::uint64_t seed, std::size_t boards,
                      WallTime now) {
    line(fmt::format(R"({{"event":"run","campus":{},"seed":{},"boards":{},"at":"{}"}})",
                     quoted(campus), seed, boards, to_rfc3339(now)));
}

void TruthWriter::guest(std::string_view event, std::string_view identifier,
                        std::string_view topic) {
    line(fmt::format(R"({{"event":"{}","identifier":"{}","topic":{}}})", event, identifier,
                     quoted(topic)));
}

void TruthWriter::silence(const Silence& silence) {
    line(fmt::format(R"({{"event":"silence","device":"{}","from":"{}","until":{},)"
                     R"("last_status":{},"cause":"{}","place":{}}})",
                     silence.device.to_string(), to_rfc3339(silence.from),
                     time_or_null(silence.until), time_or_null(silence.last_status),
                     silence.cause, quoted(silence.place)));
}

void TruthWriter::published(std::string_view identifier, const std::optional<DeviceId>& device,
                            const BoardCounts& counts) {
    line(fmt::format(R"({{"event":"published","identifier":"{}","device":{},"statuses":{},)"
                     R"("data":{},"lost":{},"orders":{},"garbage":{},"oversized":{}}})",
                     identifier, device ? quoted(device->to_string()) : "null", counts.statuses,
                     counts.data, counts.lost, counts.orders, counts.garbage,
                     counts.oversized));
}

void TruthWriter::end(std::uint64_t statuses, std::uint64_t dropped, WallTime now) {
    line(fmt::format(R"({{"event":"end","statuses":{},"dropped":{},"at":"{}"}})", statuses,
                     dropped, to_rfc3339(now)));
}

}  // namespace soc::simulate
