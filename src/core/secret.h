#pragma once

#include <memory_resource>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// A password of a person or of ours at a broker, or a board's secret, in clear. It has no
/// formatter and converts to nothing, so it cannot be logged by mistake; `reveal` is the one way
/// out and easy to search for. Its bytes are wiped when it goes and when it gets another value; one
/// moved from is empty.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text);
    Secret(const Secret&) = default;
    Secret& operator=(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    /// The content of `path` without its last line end. `invalid_input` with reason
    /// `file_unreadable` (detail: why), `file_empty` or `file_too_large` (over 4 kB).
    [[nodiscard]] static Result<Secret> from_file(const std::string& path);

    /// The clear text; a NUL stands behind its end.
    [[nodiscard]] std::string_view reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    std::pmr::string text_;  ///< so that a test sees what goes back to the memory resource
};

}  // namespace soc
