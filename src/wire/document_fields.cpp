#include "wire/document_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/error.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/string.hpp>
#include <cmath>

#include "core/assert.h"
#include "domain/text.h"

namespace soc::wire {
namespace json = boost::json;

namespace {

/// `line 3, column 7` of a position in bytes.
std::string position_text(std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t last_break = before.rfind('\n');
    const std::size_t column = last_break == before.npos ? at + 1 : at - last_break;
    return fmt::format("line {}, column {}", line, column);
}

}  // namespace

std::optional<json::value> parse_document(std::string_view text, std::size_t bytes_max,
                                          json::storage_ptr memory, FaultList& faults) {
    const DocumentPath root;
    if (text.size() > bytes_max) {
        faults.add(root, "too_large", fmt::format("at most {} bytes", bytes_max));
        return std::nullopt;
    }
    json::parse_options options;
    options.max_depth = limits::json_depth_max;
    json::parser parser{std::move(memory), options};
    json::error_code failure;
    const std::size_t taken = parser.write_some(text.data(), text.size(), failure);
    const std::size_t rest = text.find_first_not_of(" \t\r\n", taken);
    if (!failure && rest == text.npos) return parser.release();
    const std::size_t at = failure ? taken : rest;
    faults.add(root, failure == json::error::too_deep ? "too_deep" : "not_json",
               fmt::format("a JSON document, nested at most {} deep; it ends being one at {}",
                           limits::json_depth_max, position_text(text, at)));
    return std::nullopt;
}

ObjectFields::ObjectFields(const json::value& value, const DocumentPath& path, FaultList& faults)
    : object_{value.if_object()}, path_{path}, faults_{faults} {
    if (object_ == nullptr) {
        faults_.add(path_, "not_an_object", "an object", shown_value(value));
    }
}

void ObjectFields::fault(std::string_view name, std::string_view reason, std::string_view allowed,
                         std::string shown) {
    const json::value* value = object_ == nullptr ? nullptr : object_->if_contains(name);
    if (shown.empty() && value != nullptr) shown = shown_value(*value);
    faults_.add(path_.member(name), reason, allowed, std::move(shown));
}

bool ObjectFields::has(std::string_view name) const {
    const json::value* value = object_ == nullptr ? nullptr : object_->if_contains(name);
    return value != nullptr && !value->is_null();
}

const json::value* ObjectFields::find(std::string_view name) {
    SOC_ASSERT(asked_count_ < members_max);
    asked_[asked_count_++] = name;
    if (object_ == nullptr) return nullptr;
    const json::value* value = object_->if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> ObjectFields::text(std::string_view name, const TextRule& rule) {
    const json::value* value = find(name);
    if (value == nullptr) {
        if (rule.required && is_object()) fault(name, "missing", "a text");
        return std::nullopt;
    }
    const json::string* string = value->if_string();
    if (string == nullptr) {
        fault(name, "not_a_text", "a text");
        return std::nullopt;
    }
    const std::string_view text{string->data(), string->size()};
    if (text.size() > rule.bytes_max || (rule.required && text.empty())) {
        fault(name, text.empty() ? "empty" : "too_long",
              fmt::format("{} to {} bytes", rule.required ? 1 : 0, rule.bytes_max));
        return std::nullopt;
    }
    if (rule.lines ? text.find('\0') != text.npos : !is_plain_line(text)) {
        fault(name, "control_character",
              rule.lines ? "a text without NUL" : "one line without control characters");
        return std::nullopt;
    }
    return std::string{text};
}

std::optional<std::int64_t> ObjectFields::integer(std::string_view name, std::int64_t least,
                                                  std::int64_t most) {
    const json::value* value = find(name);
    if (value == nullptr) return std::nullopt;
    const std::int64_t* number = value->if_int64();
    if (number == nullptr || *number < least || *number > most) {
        fault(name, number == nullptr ? "not_an_integer" : "out_of_range",
              fmt::format("an integer from {} to {}", least, most));
        return std::nullopt;
    }
    return *number;
}

std::optional<double> ObjectFields::number(std::string_view name, double least, double most) {
    const json::value* value = find(name);
    if (value == nullptr) {
        if (is_object()) fault(name, "missing", "a number");
        return std::nullopt;
    }
    double number = NAN;
    if (value->is_double()) number = value->get_double();
    if (value->is_int64()) number = static_cast<double>(value->get_int64());
    if (!(number >= least && number <= most)) {
        fault(name, std::isnan(number) ? "not_a_number" : "out_of_range",
              fmt::format("a number from {} to {}", least, most));
        return std::nullopt;
    }
    return number;
}

bool ObjectFields::flag(std::string_view name, bool otherwise) {
    const json::value* value = find(name);
    if (value == nullptr) return otherwise;
    if (!value->is_bool()) {
        fault(name, "not_a_boolean", "true or false");
        return otherwise;
    }
    return value->get_bool();
}

const json::array* ObjectFields::list(std::string_view name, std::size_t items_max) {
    const json::value* value = find(name);
    if (value == nullptr) return nullptr;
    const json::array* array = value->if_array();
    if (array == nullptr) {
        fault(name, "not_a_list", "a list");
        return nullptr;
    }
    if (array->size() > items_max) {
        fault(name, "too_many", fmt::format("at most {} items", items_max));
        return nullptr;
    }
    return array;
}

void ObjectFields::close() {
    if (object_ == nullptr) return;
    const auto end = asked_.begin() + static_cast<std::ptrdiff_t>(asked_count_);
    for (const auto& member : *object_) {
        const std::string_view name{member.key().data(), member.key().size()};
        if (std::find(asked_.begin(), end, name) != end) continue;
        std::string known;
        for (auto asked = asked_.begin(); asked != end; ++asked) {
            if (!known.empty()) known += ", ";
            known += *asked;
        }
        // The name is the file's own text: cut, so that one fault stays one line.
        const std::string shown_name = printable_preview(name, 64);
        faults_.add(path_.member(shown_name), "unknown_member", known, shown_value(member.value()));
    }
}

std::string unique_name(ObjectFields& fields, TextSet& taken) {
    std::string name = fields.text("name", name_rule).value_or("");
    if (!name.empty() && !taken.insert(name).second) {
        fields.fault("name", "used_twice", "a name that its neighbours do not have");
    }
    return name;
}

std::optional<std::chrono::seconds> interval(ObjectFields& fields, std::string_view name) {
    const auto count = fields.integer(name, 1, limits::interval_seconds_max);
    if (!count) return std::nullopt;
    return std::chrono::seconds{*count};
}

}  // namespace soc::wire
