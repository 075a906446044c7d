#include "wire/fault_list.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "domain/text.h"

namespace soc::wire {

namespace json = boost::json;

// Enough of a value to find it by; one fault stays one line.
constexpr std::size_t shown_bytes_max = 64;

std::string DocumentPath::to_string() const {
    if (parent_ == nullptr) return {};
    std::string text = parent_->to_string();
    if (name_.empty()) return fmt::format("{}[{}]", text, index_);
    if (!text.empty()) text += '.';
    text += name_;
    return text;
}

std::string DocumentFault::to_string() const {
    std::string text = field;
    if (!value.empty()) text += field.empty() ? value : " = " + value;
    if (!text.empty()) text += ": ";
    text += reason;
    if (!allowed.empty()) text += " (allowed: " + allowed + ')';
    if (alike > 0) text += fmt::format("; {} more place{} like it", alike, alike == 1 ? "" : "s");
    return text;
}

std::string shown_value(std::string_view text) {
    return '"' + printable_preview(text, shown_bytes_max) + '"';
}

std::string shown_value(const json::value& value) {
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    if (const json::string* text = value.if_string()) {
        return shown_value(std::string_view{text->data(), text->size()});
    }
    return json::serialize(value);
}

void FaultList::add(const DocumentPath& path, std::string_view reason, std::string_view allowed,
                    std::string value) {
    if (faults.size() >= most_) {
        ++left_out;
        return;
    }
    faults.push_back({path.to_string(), std::move(value), std::string{reason},
                      std::string{allowed}, 0});
}

void FaultList::add_dangling(const DocumentPath& path, std::string_view cause,
                             std::string_view allowed, std::string value) {
    const auto [known, is_new] = dangling_.try_emplace(std::string{cause}, faults.size());
    if (is_new) return add(path, "not_found", allowed, std::move(value));
    if (known->second < faults.size()) ++faults[known->second].alike;
}

}  // namespace soc::wire
