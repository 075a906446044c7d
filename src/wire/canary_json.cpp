#include "wire/canary_json.h"

#include <boost/json/object.hpp>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

// We wrote it, so it is short; what is not short is not ours.
constexpr ReadLimits canary_limits{.bytes_max = 512, .depth_max = 2};
constexpr TextBounds word_bounds{.least = 1, .most = 64};

Result<Canary> read_canary(const json::object& object) {
    if (const Status known = check_members(object, {"instance", "start", "generation", "number"});
        !known) {
        return known.error();
    }
    Result<std::string> instance = read_text(object, "instance", word_bounds);
    if (!instance) return instance.error();
    Result<std::string> start = read_text(object, "start", word_bounds);
    if (!start) return start.error();
    const Result<std::int64_t> generation =
        read_integer(object, "generation", {.least = 0, .most = UINT32_MAX});
    if (!generation) return generation.error();
    const Result<std::int64_t> number = read_integer(object, "number", {});
    if (!number) return number.error();
    return Canary{*std::move(instance), *std::move(start),
                  static_cast<std::uint32_t>(*generation), static_cast<std::uint64_t>(*number)};
}

}  // namespace

std::string write_canary(const Canary& canary) {
    json::object inner;
    inner["instance"] = canary.instance;
    inner["start"] = canary.start;
    inner["generation"] = canary.generation;
    inner["number"] = canary.number;
    json::object outer;
    outer["canary"] = std::move(inner);
    return serialize(outer);
}

Result<Canary> parse_canary(std::string_view payload) {
    const Result<json::object> document = read_object(payload, canary_limits);
    if (!document) return document.error();
    if (const Status known = check_members(*document, {"canary"}); !known) return known.error();
    const json::value* const canary = document->if_contains("canary");
    if (canary == nullptr) return Error::invalid("canary", "missing", "a JSON object");
    if (!canary->is_object()) return Error::invalid("canary", "not_an_object", "a JSON object");
    return read_canary(canary->get_object());
}

}  // namespace soc::wire
