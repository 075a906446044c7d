#include "wire/type_json.h"

#include <boost/json/array.hpp>
#include <utility>

#include "wire/json_writer.h"

namespace soc::wire {

namespace json = boost::json;

json::object to_json(const DeviceType& type) {
    json::object object;
    object["id"] = json_id(type.id);
    object["name"] = type.name;
    object["connectivity"] = to_word(type.connectivity);
    object["interval_s"] = json_seconds(type.interval);
    object["interval_min_s"] = json_seconds(type.announced_range.least);
    object["interval_max_s"] = json_seconds(type.announced_range.most);
    return object;
}

json::object type_list_json(std::span<const DeviceType> types) {
    json::array items;
    items.reserve(types.size());
    for (const DeviceType& type : types) items.emplace_back(to_json(type));
    json::object object;
    object["items"] = std::move(items);
    return object;
}

}  // namespace soc::wire
