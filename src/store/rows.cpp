#include "store/rows.h"

#include <fmt/format.h>

#include "core/assert.h"

namespace soc {

bool Row::is_null(std::string_view column) const {
    return rows_->cell(index_, column).kind == Rows::Kind::null;
}

std::int64_t Row::int64(std::string_view column) const {
    const Rows::Cell& cell = rows_->cell(index_, column);
    SOC_ASSERT(cell.kind == Rows::Kind::int64);
    return cell.integer;
}

double Row::real(std::string_view column) const {
    const Rows::Cell& cell = rows_->cell(index_, column);
    SOC_ASSERT(cell.kind == Rows::Kind::real);
    return cell.real;
}

std::string_view Row::text(std::string_view column) const {
    const Rows::Cell& cell = rows_->cell(index_, column);
    SOC_ASSERT(cell.kind == Rows::Kind::text);
    return std::string_view{rows_->text_}.substr(cell.offset, cell.length);
}

std::optional<std::int64_t> Row::optional_int64(std::string_view column) const {
    if (is_null(column)) return std::nullopt;
    return int64(column);
}

std::optional<double> Row::optional_real(std::string_view column) const {
    if (is_null(column)) return std::nullopt;
    return real(column);
}

std::optional<std::string> Row::optional_text(std::string_view column) const {
    if (is_null(column)) return std::nullopt;
    return std::string{text(column)};
}

std::optional<WallTime> Row::optional_time(std::string_view column) const {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

std::optional<std::chrono::seconds> Row::optional_seconds(std::string_view column) const {
    if (is_null(column)) return std::nullopt;
    return std::chrono::seconds{int64(column)};
}

Row Rows::operator[](std::size_t index) const {
    SOC_ASSERT(index < count_);
    return Row{*this, index};
}

void Rows::add_null() {
    Cell cell;
    cell.integer = 0;
    cells_.push_back(cell);
}

void Rows::add_int64(std::int64_t value) {
    Cell cell;
    cell.kind = Kind::int64;
    cell.integer = value;
    cells_.push_back(cell);
}

void Rows::add_real(double value) {
    Cell cell;
    cell.kind = Kind::real;
    cell.real = value;
    cells_.push_back(cell);
}

void Rows::add_text(std::string_view value) {
    Cell cell;
    cell.kind = Kind::text;
    cell.length = static_cast<std::uint32_t>(value.size());
    cell.offset = text_.size();
    text_ += value;
    cells_.push_back(cell);
}

void Rows::end_row() {
    ++count_;
    SOC_ASSERT(cells_.size() == count_ * columns_.size());
}

const Rows::Cell& Rows::cell(std::size_t row, std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i] == column) return cells_[row * columns_.size() + i];
    }
    const bool the_statement_has_this_column = false;
    SOC_ASSERT(the_statement_has_this_column);
    return cells_.front();
}

Error unreadable_value(std::string_view column, std::string_view value) {
    return Error::internal("database_damaged",
                           fmt::format("column {} holds \"{}\"", column, value.substr(0, 100)));
}

}  // namespace soc
