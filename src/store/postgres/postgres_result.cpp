#include "store/postgres/postgres_result.h"

#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "core/limits.h"

namespace soc {
namespace {

// The server's own numbers of its types; they are part of its protocol and never change.
constexpr Oid boolean_type = 16;
constexpr Oid int64_type = 20;
constexpr Oid int16_type = 21;
constexpr Oid int32_type = 23;
constexpr Oid float_type = 700;
constexpr Oid double_type = 701;

template <class Number>
Number number_of(std::string_view text) {
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void add_cell(Rows& rows, Oid type, std::string_view text) {
    switch (type) {
        case int16_type:
        case int32_type:
        case int64_type: return rows.add_int64(number_of<std::int64_t>(text));
        case boolean_type: return rows.add_int64(text == "t" ? 1 : 0);
        case float_type:
        case double_type: return rows.add_real(number_of<double>(text));
        default: return rows.add_text(text);
    }
}

}  // namespace

Result<Rows> to_rows(const PGresult* result) {
    const int columns = PQnfields(result);
    const int count = PQntuples(result);
    if (static_cast<std::size_t>(count) > limits::query_rows_max) {
        return Error::too_large("rows", fmt::format("at most {}", limits::query_rows_max));
    }
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) names.emplace_back(PQfname(result, column));
    Rows rows{std::move(names)};
    for (int row = 0; row < count; ++row) {
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result, row, column) != 0) {
                rows.add_null();
                continue;
            }
            const auto length = static_cast<std::size_t>(PQgetlength(result, row, column));
            add_cell(rows, PQftype(result, column),
                     std::string_view{PQgetvalue(result, row, column), length});
        }
        rows.end_row();
    }
    return rows;
}

}  // namespace soc
