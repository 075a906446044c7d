#pragma once

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/limits.h"
#include "domain/ids.h"
#include "wire/fault_list.h"

/// How a large document is read so that all its faults are listed at once, each with its path.
namespace soc::wire {

/// The tree of `text`, in `memory`, which must outlive it; else one fault (`too_large`,
/// `too_deep`, `not_json` with line and column).
[[nodiscard]] std::optional<boost::json::value> parse_document(std::string_view text,
                                                               std::size_t bytes_max,
                                                               boost::json::storage_ptr memory,
                                                               FaultList& faults);

/// Sets and maps that are asked with a `string_view`.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
template <class Value>
using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
using TextSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;
using UuidSet = std::unordered_set<Uuid>;

/// What a text member may be.
struct TextRule {
    bool required = true;
    std::size_t bytes_max = 0;
    bool lines = false;  ///< more than one line; NUL is never allowed (PostgreSQL has none)
};

/// One object of a document, member by member. Each reader gives nothing when the member is
/// absent or wrong, and lists the fault; `close` lists the members that nobody asked for, so that
/// a misspelt name does not silently vanish.
class ObjectFields {
public:
    /// `value` and `path` must outlive this. A value that is not an object is a fault.
    ObjectFields(const boost::json::value& value, const DocumentPath& path, FaultList& faults);

    [[nodiscard]] bool is_object() const { return object_ != nullptr; }
    /// Whether the member is there, and not JSON's null.
    [[nodiscard]] bool has(std::string_view name) const;
    /// The member, whatever it is; null when it is absent or JSON's null.
    const boost::json::value* find(std::string_view name);
    /// Not empty when `rule.required`.
    std::optional<std::string> text(std::string_view name, const TextRule& rule);
    std::optional<std::int64_t> integer(std::string_view name, std::int64_t least,
                                        std::int64_t most);
    std::optional<double> number(std::string_view name, double least, double most);
    bool flag(std::string_view name, bool otherwise);
    /// Null when absent; more than `items_max` items are a fault.
    const boost::json::array* list(std::string_view name, std::size_t items_max);

    /// Shows the member's value; `shown` in its place when it is not what is at fault.
    void fault(std::string_view name, std::string_view reason, std::string_view allowed,
               std::string shown = {});
    void close();

private:
    static constexpr std::size_t members_max = 16;

    const boost::json::object* object_ = nullptr;
    const DocumentPath& path_;
    FaultList& faults_;
    std::array<std::string_view, members_max> asked_{};
    std::size_t asked_count_ = 0;
};

inline constexpr TextRule name_rule{.bytes_max = limits::name_bytes_max};

/// The member `uuid`, which nothing else in the document may have. Nil after a fault.
template <class Kind>
[[nodiscard]] Id<Kind> identity(ObjectFields& fields, UuidSet& taken) {
    const auto text = fields.text("uuid", name_rule);
    if (!text) return {};
    const Result<Id<Kind>> id = Id<Kind>::parse(*text);
    if (!id) {
        fields.fault("uuid", id.error().reason, id.error().allowed);
        return {};
    }
    if (!taken.insert(id->uuid).second) {
        fields.fault("uuid", "used_twice", "a UUID that nothing else in the file has");
    }
    return *id;
}

/// The member `name`, which its neighbours may not have. Empty after a fault.
[[nodiscard]] std::string unique_name(ObjectFields& fields, TextSet& taken);

/// A number of seconds from 1 to `limits::interval_seconds_max`.
[[nodiscard]] std::optional<std::chrono::seconds> interval(ObjectFields& fields,
                                                           std::string_view name);

/// Calls `item(value, path)` for each item of the list `name`; how many there are is bounded by
/// the size of the document. False when there is something else in its place.
template <class Item>
bool for_each(ObjectFields& fields, const DocumentPath& path, std::string_view name, Item item) {
    const boost::json::array* list = fields.list(name, limits::campus_bytes_max);
    if (list == nullptr) return !fields.has(name);
    const DocumentPath list_path = path.member(name);
    for (std::size_t i = 0; i < list->size(); ++i) item((*list)[i], list_path.item(i));
    return true;
}

}  // namespace soc::wire
