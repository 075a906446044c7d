#include "wire/watch_rows_json.h"

#include <boost/json/array.hpp>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/limits.h"
#include "wire/json_reader.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

Result<DeviceId> read_id(const json::value& item, std::size_t position) {
    const json::string* const text = item.if_string();
    const Result<DeviceId> id =
        DeviceId::parse(text == nullptr ? std::string_view{}
                                        : std::string_view{text->data(), text->size()});
    if (id) return id;
    Error error = id.error();
    error.field = "ids[" + std::to_string(position) + "]";
    return error;
}

}  // namespace

Result<std::vector<DeviceId>> parse_watch_rows(std::string_view body) {
    const std::string allowed =
        "a list of at most " + std::to_string(limits::watched_rows_max) + " device ids";
    const Result<json::object> object = read_object(body);
    if (!object) return object.error();
    if (const Status known = check_members(*object, {"ids"}); !known) return known.error();
    const json::value* const ids = object->if_contains("ids");
    if (ids == nullptr) return Error::invalid("ids", "missing", allowed);
    if (!ids->is_array()) return Error::invalid("ids", "not_an_array", allowed);
    if (ids->get_array().size() > limits::watched_rows_max) {
        return Error::invalid("ids", "too_many", allowed);
    }
    std::vector<DeviceId> watched;
    std::unordered_set<DeviceId> seen;
    std::size_t position = 0;
    for (const json::value& item : ids->get_array()) {
        const Result<DeviceId> id = read_id(item, position++);
        if (!id) return id.error();
        if (seen.insert(*id).second) watched.push_back(*id);
    }
    return watched;
}

}  // namespace soc::wire
