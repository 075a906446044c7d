#pragma once

#include <utility>
#include <variant>

#include "core/assert.h"
#include "core/error.h"

namespace soc {

/// A value or the `Error` that stands in its place. Ask before use; there is no exception.
///
///     const Result<MacAddress> mac = MacAddress::parse(text);
///     if (!mac) return mac.error();
///     use(*mac);
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : content_{std::in_place_index<0>, std::move(value)} {}
    Result(Error error) : content_{std::in_place_index<1>, std::move(error)} {}

    [[nodiscard]] bool has_value() const { return content_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    /// The value; asserts that there is one.
    [[nodiscard]] const T& operator*() const& {
        SOC_ASSERT(has_value());
        return std::get<0>(content_);
    }
    [[nodiscard]] T& operator*() & {
        SOC_ASSERT(has_value());
        return std::get<0>(content_);
    }
    [[nodiscard]] T&& operator*() && {
        SOC_ASSERT(has_value());
        return std::get<0>(std::move(content_));
    }
    const T* operator->() const { return &**this; }
    T* operator->() { return &**this; }

    /// The error; asserts that there is one.
    [[nodiscard]] const Error& error() const {
        SOC_ASSERT(!has_value());
        return std::get<1>(content_);
    }

private:
    std::variant<T, Error> content_;
};

/// Success without a value, or an `Error`.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : failed_{true}, error_{std::move(error)} {}

    [[nodiscard]] bool has_value() const { return !failed_; }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] const Error& error() const {
        SOC_ASSERT(failed_);
        return error_;
    }

private:
    bool failed_ = false;
    Error error_;
};

using Status = Result<void>;

}  // namespace soc
