#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "domain/uuid.h"

namespace soc {

class Rows;

/// One row of an answer; valid while its `Rows` is. Columns are asked for by name. A column that
/// the statement does not have, a NULL where a value is asked for, or another type than the
/// schema's is our own mistake and asserts: the tables are STRICT on SQLite, so neither database
/// can hold a value of a wrong type.
class Row {
public:
    [[nodiscard]] bool is_null(std::string_view column) const;
    [[nodiscard]] std::int64_t int64(std::string_view column) const;
    [[nodiscard]] bool boolean(std::string_view column) const { return int64(column) != 0; }
    [[nodiscard]] double real(std::string_view column) const;
    /// Points into the `Rows`.
    [[nodiscard]] std::string_view text(std::string_view column) const;
    [[nodiscard]] WallTime time(std::string_view column) const {
        return from_micros(int64(column));
    }

    [[nodiscard]] std::optional<std::int64_t> optional_int64(std::string_view column) const;
    [[nodiscard]] std::optional<double> optional_real(std::string_view column) const;
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view column) const;
    [[nodiscard]] std::optional<WallTime> optional_time(std::string_view column) const;
    [[nodiscard]] std::optional<std::chrono::seconds> optional_seconds(
        std::string_view column) const;

private:
    friend class Rows;
    Row(const Rows& rows, std::size_t index) : rows_{&rows}, index_{index} {}

    const Rows* rows_;
    std::size_t index_;
};

/// A whole answer, copied out of the driver: it outlives the statement and the transaction.
class Rows {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Row;

        Iterator(const Rows& rows, std::size_t index) : rows_{&rows}, index_{index} {}
        Row operator*() const { return (*rows_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const Rows* rows_;
        std::size_t index_;
    };

    Rows() = default;
    explicit Rows(std::vector<std::string> columns) : columns_{std::move(columns)} {}

    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] Row operator[](std::size_t index) const;
    [[nodiscard]] Row front() const { return (*this)[0]; }
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, count_}; }

    // For the drivers: cell by cell, row by row, in the order of the columns.
    void add_null();
    void add_int64(std::int64_t value);
    void add_real(double value);
    void add_text(std::string_view value);
    void end_row();

private:
    friend class Row;
    enum class Kind : std::uint8_t { null, int64, real, text };
    struct Cell {
        Kind kind = Kind::null;
        std::uint32_t length = 0;  ///< of a text
        union {
            std::int64_t integer;
            double real;
            std::size_t offset;  ///< of a text in `text_`
        };
    };
    [[nodiscard]] const Cell& cell(std::size_t row, std::string_view column) const;

    std::vector<std::string> columns_;
    std::vector<Cell> cells_;
    std::string text_;  ///< all texts, one after the other
    std::size_t count_ = 0;
};

/// The error of a stored word or identity that the program cannot read: somebody else wrote it.
[[nodiscard]] Error unreadable_value(std::string_view column, std::string_view value);

/// Reads an identity column, for example `read_id<DeviceId>(row, "device_id")`.
template <class IdType>
[[nodiscard]] Result<IdType> read_id(const Row& row, std::string_view column) {
    Result<Uuid> uuid = Uuid::parse(row.text(column));
    if (!uuid) return unreadable_value(column, row.text(column));
    return IdType{*uuid};
}

}  // namespace soc
