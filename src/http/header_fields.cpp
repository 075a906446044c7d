#include "http/header_fields.h"

#include <algorithm>

namespace soc {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

void HeaderFields::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

void HeaderFields::set(std::string_view name, std::string value) {
    std::erase_if(fields_,
                  [name](const Field& field) { return equals_ignoring_case(field.first, name); });
    fields_.emplace_back(std::string{name}, std::move(value));
}

std::optional<std::string_view> HeaderFields::find(std::string_view name) const {
    for (const Field& field : fields_) {
        if (equals_ignoring_case(field.first, name)) return field.second;
    }
    return std::nullopt;
}

std::string HeaderFields::joined(std::string_view name) const {
    std::string values;
    for (const Field& field : fields_) {
        if (!equals_ignoring_case(field.first, name)) continue;
        if (!values.empty()) values += ", ";
        values += field.second;
    }
    return values;
}

std::size_t HeaderFields::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        fields_.begin(), fields_.end(),
        [name](const Field& field) { return equals_ignoring_case(field.first, name); }));
}

}  // namespace soc
