#include "http/device_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "core/limits.h"

namespace soc {
namespace {

constexpr std::array<std::string_view, 9> known_parameters{
    "site", "building", "room", "type", "state", "q", "sort", "offset", "limit"};
constexpr std::array<std::string_view, 4> single_parameters{"q", "sort", "offset", "limit"};

Status check_names(const QueryParameters& parameters) {
    for (const auto& [name, value] : parameters) {
        if (std::find(known_parameters.begin(), known_parameters.end(), name) ==
            known_parameters.end()) {
            return Error::invalid(name, "unknown_parameter",
                                  "site, building, room, type, state, q, sort, offset, limit");
        }
    }
    for (const std::string_view name : single_parameters) {
        if (parameters.all(name).size() > 1) {
            return Error::invalid(std::string{name}, "repeated", "one value");
        }
    }
    return {};
}

template <class Value, class Parse>
Status read_all(const QueryParameters& parameters, std::string_view name,
                std::vector<Value>& target, Parse&& parse) {
    const auto texts = parameters.all(name);
    if (texts.size() > limits::filter_values_max) {
        return Error::invalid(std::string{name}, "too_many",
                              "at most " + std::to_string(limits::filter_values_max) + " values");
    }
    for (const std::string_view text : texts) {
        const Result<Value> value = parse(text);
        if (!value) return value.error();
        target.push_back(*value);
    }
    return {};
}

Result<Presence> parse_state(std::string_view word) {
    if (const auto presence = parse_presence(word)) return *presence;
    return Error::invalid("state", "unknown_state",
                          "online, late, missing, never_seen, unobserved or excluded");
}

Status read_sort(const QueryParameters& parameters, DeviceQuery& query) {
    std::string_view word = parameters.find("sort").value_or("name");
    query.descending = word.starts_with('-');
    if (query.descending) word.remove_prefix(1);
    const auto column = parse_sort_column(word);
    if (!column) {
        return Error::invalid("sort", "unknown_column",
                              "name, identifier, state, last_seen, site, building, room, type or "
                              "firmware, with a leading - for descending");
    }
    query.sort = *column;
    return {};
}

Status read_text(const QueryParameters& parameters, DeviceQuery& query) {
    const std::string_view text = parameters.find("q").value_or("");
    if (text.size() > limits::search_bytes_max) {
        return Error::invalid("q", "too_long",
                              "at most " + std::to_string(limits::search_bytes_max) + " bytes");
    }
    query.text = text;
    return {};
}

Status read_page(const QueryParameters& parameters, DeviceQuery& query) {
    const auto offset = parse_number(parameters, "offset", 0, {0, limits::devices_max});
    if (!offset) return offset.error();
    const auto limit = parse_number(parameters, "limit", 100, {1, limits::page_items_max});
    if (!limit) return limit.error();
    query.offset = *offset;
    query.limit = *limit;
    return {};
}

}  // namespace

Result<std::size_t> parse_number(const QueryParameters& parameters, std::string_view name,
                                 std::size_t fallback, NumberBounds bounds) {
    const auto text = parameters.find(name);
    if (!text) return fallback;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool whole = error == std::errc{} && end == text->data() + text->size();
    if (!whole || value < bounds.least || value > bounds.most) {
        return Error::invalid(std::string{name}, "out_of_range",
                              std::to_string(bounds.least) + " to " +
                                  std::to_string(bounds.most));
    }
    return value;
}

Result<DeviceQuery> parse_device_query(const QueryParameters& parameters) {
    DeviceQuery query;
    const Status steps[] = {
        check_names(parameters),
        read_all(parameters, "site", query.sites, SiteId::parse),
        read_all(parameters, "building", query.buildings, BuildingId::parse),
        read_all(parameters, "room", query.rooms, RoomId::parse),
        read_all(parameters, "type", query.types, TypeId::parse),
        read_all(parameters, "state", query.states, parse_state),
        read_text(parameters, query),
        read_sort(parameters, query),
        read_page(parameters, query),
    };
    for (const Status& step : steps) {
        if (!step) return step.error();
    }
    return query;
}

}  // namespace soc
