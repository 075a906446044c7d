#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace soc {

/// `Content-Type` equals `content-type` (ASCII only).
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);

/// The header fields of one message, in order. Names compare without case.
class HeaderFields {
public:
    using Field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value);
    /// Replaces every field of that name.
    void set(std::string_view name, std::string value);

    /// The first field of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    /// Every field of that name, joined by `, ` as RFC 9110 allows.
    [[nodiscard]] std::string joined(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;

    [[nodiscard]] auto begin() const { return fields_.begin(); }
    [[nodiscard]] auto end() const { return fields_.end(); }
    [[nodiscard]] std::size_t size() const { return fields_.size(); }

private:
    std::vector<Field> fields_;
};

}  // namespace soc
