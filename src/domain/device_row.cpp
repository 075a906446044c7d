#include "domain/device_row.h"

#include <array>

namespace soc {
namespace {

constexpr std::array<std::string_view, sort_column_count> column_words{
    "name", "identifier", "state", "last_seen", "site", "building", "room", "type", "firmware"};

}  // namespace

std::string_view to_word(SortColumn column) {
    return column_words[static_cast<std::size_t>(column)];
}

std::optional<SortColumn> parse_sort_column(std::string_view word) {
    for (std::size_t i = 0; i < column_words.size(); ++i) {
        if (column_words[i] == word) return static_cast<SortColumn>(i);
    }
    return std::nullopt;
}

}  // namespace soc
