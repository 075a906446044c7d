#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/clock.h"
#include "domain/ids.h"

namespace soc {

/// One value bound to a `$n` of a statement. Text given by reference is viewed, not copied: it
/// must outlive the call that it is an argument of. Text must be UTF-8 without NUL; other bytes
/// are refused by the statement (`invalid_input`, reason `not_text`) on both databases alike.
class Argument {
public:
    using Value =
        std::variant<std::monostate, std::int64_t, double, std::string_view, std::string>;

    Argument(std::nullopt_t) {}
    Argument(bool value) : value_{std::int64_t{value ? 1 : 0}} {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Argument(T value) : value_{static_cast<std::int64_t>(value)} {}
    Argument(double value) : value_{value} {}
    Argument(const char* text) : value_{std::string_view{text}} {}
    Argument(std::string_view text) : value_{text} {}
    Argument(const std::string& text) : value_{std::string_view{text}} {}
    Argument(std::string&& text) : value_{std::move(text)} {}
    /// Microseconds since 1970, as every time in the schema.
    Argument(WallTime time) : value_{to_micros(time)} {}
    Argument(std::chrono::seconds span) : value_{std::int64_t{span.count()}} {}
    template <class Kind>
    Argument(const Id<Kind>& id) : value_{id.to_string()} {}
    template <class T>
    Argument(const std::optional<T>& value) {
        if (value) value_ = Argument{*value}.value_;
    }
    template <class T>
    Argument(std::optional<T>&& value) {
        if (value) value_ = Argument{std::move(*value)}.value_;
    }

    [[nodiscard]] const Value& value() const { return value_; }
    /// The text, wherever it lives; nothing when this is no text.
    [[nodiscard]] std::optional<std::string_view> text() const;

private:
    Value value_;
};

/// The arguments of one execution of a statement.
using Arguments = std::vector<Argument>;

/// True for UTF-8 without NUL: what both databases can hold as text.
[[nodiscard]] bool is_storable_text(std::string_view text);

}  // namespace soc
