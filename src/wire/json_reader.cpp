#include "wire/json_reader.h"

#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>
#include <exception>
#include <utility>

#include "domain/text.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

// Beyond this a double no longer holds every whole number.
constexpr double exact_integer_max = 9'007'199'254'740'992.0;

// Enough of a stranger's member name to find it by.
constexpr std::size_t shown_name_bytes_max = 40;

std::optional<std::int64_t> whole(double number) {
    if (!(std::abs(number) <= exact_integer_max) || number != std::trunc(number)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> whole(const json::value& value) {
    if (value.is_int64()) return value.get_int64();
    if (value.is_double()) return whole(value.get_double());
    return std::nullopt;  // an unsigned one is over every limit that we have
}

std::string bounds_in_words(TextBounds bounds) {
    return "text of " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most) +
           " characters";
}

std::string bounds_in_words(IntegerBounds bounds) {
    return "whole number from " + std::to_string(bounds.least) + " to " +
           std::to_string(bounds.most);
}

Result<json::value> parse_document(std::string_view text, std::size_t depth_max,
                                   json::storage_ptr memory) {
    json::parse_options options;
    options.max_depth = depth_max;
    try {
        json::error_code failure;
        json::value document = json::parse(text, failure, std::move(memory), options);
        if (failure == json::error::too_deep) {
            return Error::invalid({}, "too_deep", std::to_string(depth_max) + " levels");
        }
        if (failure) {
            Error error = Error::invalid({}, "not_json", "a JSON object");
            error.detail = failure.message();
            return error;
        }
        return document;
    } catch (const std::exception& failure) {
        // The library throws for a text over its own limits, and when memory is out.
        Error error = Error::invalid({}, "not_json", "a JSON object");
        error.detail = failure.what();
        return error;
    }
}

}  // namespace

Result<json::object> read_object(std::string_view text, const ReadLimits& read_limits,
                                 json::storage_ptr memory) {
    if (text.size() > read_limits.bytes_max) {
        return Error::too_large({}, std::to_string(read_limits.bytes_max) + " bytes");
    }
    Result<json::value> document = parse_document(text, read_limits.depth_max, std::move(memory));
    if (!document) return document.error();
    if (!document->is_object()) return Error::invalid({}, "not_an_object", "a JSON object");
    return std::move(document->get_object());
}

Status check_members(const json::object& object,
                     std::initializer_list<std::string_view> names) {
    for (const json::key_value_pair& member : object) {
        const std::string_view name{member.key().data(), member.key().size()};
        bool known = false;
        for (const std::string_view candidate : names) known = known || candidate == name;
        if (known) continue;

        std::string allowed;
        for (const std::string_view candidate : names) {
            if (!allowed.empty()) allowed += ", ";
            allowed += candidate;
        }
        return Error::invalid(printable_preview(name, shown_name_bytes_max), "unknown_member",
                              std::move(allowed));
    }
    return {};
}

Result<std::string> read_text(const json::object& object, std::string_view name,
                              TextBounds bounds) {
    const auto refused = [&](const char* reason) {
        return Error::invalid(std::string{name}, reason, bounds_in_words(bounds));
    };
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return refused("missing");
    if (!value->is_string()) return refused("not_text");
    const json::string& text = value->get_string();
    const std::size_t characters = character_count({text.data(), text.size()});
    if (characters == 0 && bounds.least > 0) return refused("empty");
    if (characters < bounds.least) return refused("too_short");
    if (characters > bounds.most) return refused("too_long");
    if (text.find('\0') != json::string::npos) return refused("has_nul");
    return std::string{text.data(), text.size()};
}

Result<std::int64_t> read_integer(const json::object& object, std::string_view name,
                                  IntegerBounds bounds) {
    const auto refused = [&](const char* reason) {
        return Error::invalid(std::string{name}, reason, bounds_in_words(bounds));
    };
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return refused("missing");
    if (value->is_uint64()) return refused("out_of_range");
    const std::optional<std::int64_t> integer = whole(*value);
    if (!integer) return refused("not_an_integer");
    if (*integer < bounds.least || *integer > bounds.most) return refused("out_of_range");
    return *integer;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trimmed(text);
    const char* const end = text.data() + text.size();
    std::int64_t integer = 0;
    const auto as_integer = std::from_chars(text.data(), end, integer);
    if (as_integer.ec == std::errc{} && as_integer.ptr == end) return integer;
    double number = 0;
    const auto as_number = std::from_chars(text.data(), end, number);
    if (as_number.ec != std::errc{} || as_number.ptr != end) return std::nullopt;
    return whole(number);
}

std::optional<std::string_view> find_text(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string_view{value->get_string().data(), value->get_string().size()};
}

std::optional<std::int64_t> find_integer(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) return whole(*value);
    return parse_integer({value->get_string().data(), value->get_string().size()});
}

std::optional<std::string> find_text_or_number(const json::object& object, std::string_view name,
                                               std::size_t characters_max) {
    if (const std::optional<std::string_view> text = find_text(object, name)) {
        const std::string_view shown = trimmed(*text);
        if (shown.empty() || !is_plain_line(shown)) return std::nullopt;
        if (character_count(shown) > characters_max) return std::nullopt;
        return std::string{shown};
    }
    const std::optional<std::int64_t> integer = find_integer(object, name);
    if (!integer) return std::nullopt;
    return std::to_string(*integer);
}

}  // namespace soc::wire
