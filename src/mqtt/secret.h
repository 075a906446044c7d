#pragma once

#include <string>
#include <utility>

#include "core/result.h"

namespace soc {

/// A password. It has no formatter and converts to nothing, so it cannot be logged by mistake;
/// `reveal` is the one way out and easy to search for. Its memory is wiped when it dies.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_{std::move(value)} {}
    Secret(const Secret&) = default;
    Secret(Secret&&) = default;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&&) = default;
    ~Secret();

    /// The content of `path` without its last line end. `invalid_input` with reason
    /// `file_unreadable` (detail: why), `file_empty` or `file_too_large` (over 4 kB).
    [[nodiscard]] static Result<Secret> from_file(const std::string& path);

    [[nodiscard]] const std::string& reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

}  // namespace soc
