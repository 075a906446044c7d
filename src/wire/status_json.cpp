#include "wire/status_json.h"

#include <boost/json/monotonic_resource.hpp>
#include <utility>

#include "core/limits.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

// A board's message is at most 256 bytes; its members take about 1 kB. Longer documents go on
// to the heap.
constexpr std::size_t usual_document_bytes = 4'096;

// What a board says of itself fits a table column, or is not what the column is for.
constexpr std::size_t said_characters_max = 64;

// Not part of the answer: a wrong interval must not cost a sign of life.
std::optional<std::chrono::seconds> find_interval(const json::object& object) {
    const std::optional<std::int64_t> said = find_integer(object, "frequency");
    if (!said || *said < 1 || *said > limits::announced_interval_max.count()) return std::nullopt;
    return std::chrono::seconds{*said};
}

std::optional<BoardStatus> find_status(const json::object& object) {
    const std::optional<std::string_view> word = find_text(object, "status");
    if (!word) return std::nullopt;
    return parse_board_status(*word).value_or(BoardStatus::unknown);
}

Result<UnitId> read_unit_id(const json::object& object) {
    const char* const allowed = "a MAC, UUID, DevEUI or short text";
    const json::value* const value = object.if_contains("unitID");
    if (value == nullptr || value->is_null()) {
        return Error::invalid("unitID", "no_unit_id", allowed);
    }
    const std::optional<std::string_view> text = find_text(object, "unitID");
    if (!text) return Error::invalid("unitID", "bad_unit_id", allowed);
    Result<UnitId> unit_id = UnitId::parse(*text);
    if (unit_id) return unit_id;
    const bool is_empty = unit_id.error().reason == "empty";
    return Error::invalid("unitID", is_empty ? "no_unit_id" : "bad_unit_id", allowed);
}

template <class T>
void add(json::object& object, std::string_view name, const std::optional<T>& value) {
    if (value) object[name] = *value;
}

// Boards send it as a number (contract/firmware.md); a text that is not written like one stays.
json::value firmware_json(const std::string& firmware) {
    const std::optional<std::int64_t> number = parse_integer(firmware);
    if (number && std::to_string(*number) == firmware) return json::value(*number);
    return json_text(firmware);
}

}  // namespace

Result<StatusReport> parse_status(std::string_view payload) {
    std::array<unsigned char, usual_document_bytes> buffer;
    json::monotonic_resource memory{buffer.data(), buffer.size()};
    const ReadLimits read_limits{limits::payload_bytes_max, limits::json_depth_max};
    const Result<json::object> object = read_object(payload, read_limits, &memory);
    if (!object) return object.error();

    Result<UnitId> unit_id = read_unit_id(*object);
    if (!unit_id) return unit_id.error();
    return StatusReport{
        .unit_id = *std::move(unit_id),
        .frequency = find_interval(*object),
        .status = find_status(*object),
        .firmware = find_text_or_number(*object, "firmware", said_characters_max),
        .hardware = find_text_or_number(*object, "hardware", said_characters_max),
        .board = find_text_or_number(*object, "board", said_characters_max),
        .board_rev = find_integer(*object, "board_rev"),
        .modules = find_integer(*object, "modules"),
        .heap = find_integer(*object, "heap"),
        .time = find_text_or_number(*object, "time", said_characters_max),
    };
}

std::string write_status(const StatusReport& report) {
    json::object object;
    if (report.frequency) object["frequency"] = report.frequency->count();
    add(object, "time", report.time);
    if (report.status) object["status"] = to_word(*report.status);
    add(object, "modules", report.modules);
    add(object, "heap", report.heap);
    add(object, "hardware", report.hardware);
    if (report.firmware) object["firmware"] = firmware_json(*report.firmware);
    add(object, "board", report.board);
    add(object, "board_rev", report.board_rev);
    object["unitID"] = report.unit_id.to_string();
    return serialize(object);
}

}  // namespace soc::wire
