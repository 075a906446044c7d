#include <algorithm>
#include <boost/json/value.hpp>
#include <cmath>

#include "core/limits.h"
#include "simulate/fleet_script.h"
#include "wire/document_fields.h"

namespace soc::simulate {
namespace {

namespace json = boost::json;

/// A file written by hand or by a test.
constexpr std::size_t failure_file_bytes_max = 1024 * 1024;
constexpr std::size_t failures_max = 10'000;
/// A month of simulation.
constexpr double seconds_max = 31.0 * 86'400;

bool is_hit(const Role& role, Cause cause, std::string_view place) {
    switch (cause) {
        case Cause::room_power: return role.room == place;
        case Cause::building_power:
        case Cause::building_network: return role.building == place;
        case Cause::site_link: return role.site == place;
        case Cause::broker: return true;
        case Cause::device_power:
        case Cause::device_hang:
        case Cause::reboot:
        case Cause::garbage: return role.device && role.device->to_string() == place;
    }
    return false;
}

constexpr std::string_view causes_text =
    "device_power, device_hang, room_power, building_power, building_network, site_link, broker, "
    "reboot, garbage";
constexpr std::string_view place_text =
    "site, site/building or site/building/room by code and topics, or a device's UUID";

class ScriptReader {
public:
    ScriptReader(const Roster& roster, wire::FaultList& faults)
        : roster_{roster}, faults_{faults} {}

    void read_failure(const json::value& value, const wire::DocumentPath& path) {
        wire::ObjectFields fields{value, path, faults_};
        const auto word = fields.text("cause", wire::name_rule);
        const auto cause = word ? parse_cause(*word) : std::nullopt;
        if (word && !cause) fields.fault("cause", "unknown_word", causes_text);
        const bool everywhere = cause == Cause::broker;
        const auto place = fields.text(
            "place", {.required = !everywhere, .bytes_max = limits::name_bytes_max});
        const auto from = fields.number("from_s", 0, seconds_max);
        const bool lasts = cause && !is_moment(*cause);
        const auto until = lasts ? fields.number("until_s", 0, seconds_max) : from;
        fields.close();
        if (!cause || !from || !until || (!place && !everywhere)) return;
        if (lasts && *until <= *from) {
            fields.fault("until_s", "out_of_range", "more than from_s");
            return;
        }
        Failure failure{*cause, place.value_or(""), {}, micros(*from), micros(*until)};
        for (std::uint32_t i = 0; i < roster_.roles().size(); ++i) {
            if (is_hit(roster_.roles()[i], *cause, failure.place)) failure.boards.push_back(i);
        }
        if (failure.boards.empty()) fields.fault("place", "hits_nobody", place_text);
        failures.push_back(std::move(failure));
    }

    std::vector<Failure> failures;

private:
    static microseconds micros(double seconds) {
        return microseconds{static_cast<std::int64_t>(std::llround(seconds * 1e6))};
    }

    const Roster& roster_;
    wire::FaultList& faults_;
};

}  // namespace

ScriptReading read_script(std::string_view text, const Roster& roster) {
    wire::FaultList faults{limits::campus_faults_max};
    ScriptReader reader{roster, faults};
    const auto document = wire::parse_document(text, failure_file_bytes_max, {}, faults);
    if (document) {
        const wire::DocumentPath root;
        wire::ObjectFields fields{*document, root, faults};
        const json::array* list = fields.list("failures", failures_max);
        if (list == nullptr && fields.is_object()) fields.fault("failures", "missing", "a list");
        const wire::DocumentPath path = root.member("failures");
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            reader.read_failure((*list)[i], path.item(i));
        }
        fields.close();
    }
    if (!faults.faults.empty()) return {FleetScript{}, std::move(faults.faults)};
    return {FleetScript{std::move(reader.failures)}, {}};
}

}  // namespace soc::simulate
