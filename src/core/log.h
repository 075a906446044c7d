#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// A log line is a fixed sentence plus named fields, on standard error:
///
///     2026-11-22T09:00:00.000Z warning status refused topic=u4/300/device reason=not_json
///
/// What a stranger can trigger uses the `_limited` form: at most one line a second for each
/// place in the code; the next line says how many were left out. Secrets have no way in:
/// fields take text and numbers only, and secret types convert to neither.
namespace soc::log {

enum class Level { debug, info, warning, error };

class Field {
public:
    Field(std::string_view name, std::string_view value) : name_{name}, value_{value} {}
    Field(std::string_view name, const char* value) : name_{name}, value_{value} {}
    Field(std::string_view name, bool value) : name_{name}, value_{value ? "true" : "false"} {}
    template <std::integral T>
    Field(std::string_view name, T value) : name_{name}, value_{std::to_string(value)} {}

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] std::string_view value() const { return value_; }

private:
    std::string_view name_;
    std::string value_;
};

using Fields = std::initializer_list<Field>;

/// The line that logs. Stands for `std::source_location`, which clang 14 does not have.
struct Place {
    const char* file = "";
    unsigned line = 0;

    [[nodiscard]] static Place current(const char* file = __builtin_FILE(),
                                       unsigned line = __builtin_LINE()) {
        return {file, line};
    }
};

void set_level(Level least);

void debug(std::string_view sentence, Fields fields = {});
void info(std::string_view sentence, Fields fields = {});
void warning(std::string_view sentence, Fields fields = {});
void error(std::string_view sentence, Fields fields = {});

void warning_limited(std::string_view sentence, Fields fields = {},
                     Place place = Place::current());
void info_limited(std::string_view sentence, Fields fields = {},
                  Place place = Place::current());

}  // namespace soc::log
