#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace soc {

/// What kind of failure it is; one per class of HTTP answer.
enum class ErrorCode {
    invalid_input,    ///< 400: the caller sent something that we do not take
    unauthenticated,  ///< 401: we do not know who asks
    forbidden,        ///< 403: we know, and it is not allowed
    not_found,        ///< 404
    conflict,         ///< 409: it contradicts what is there
    too_large,        ///< 413: over a limit of core/limits.h
    slow_down,        ///< 429: too many attempts
    unavailable,      ///< 503: a dependency is down or a queue is full; ask again
    internal,         ///< 500: our own mistake
};

/// The stable word of a code, as metrics labels and logs use it.
[[nodiscard]] std::string_view to_word(ErrorCode code);

/// A failure as a value. `field`, `reason` and `allowed` may go to the client; `detail` is for
/// the log and never leaves the server.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string field;    ///< the member, parameter or key at fault; may be empty
    std::string reason;   ///< a stable word, for example `already_registered`
    std::string detail;   ///< for the log only
    std::string allowed;  ///< what would have been accepted, for people; may be empty

    [[nodiscard]] static Error invalid(std::string field, std::string reason,
                                       std::string allowed = {}) {
        return {ErrorCode::invalid_input, std::move(field), std::move(reason), {},
                std::move(allowed)};
    }
    [[nodiscard]] static Error unauthenticated(std::string reason) {
        return {ErrorCode::unauthenticated, {}, std::move(reason), {}, {}};
    }
    [[nodiscard]] static Error forbidden(std::string reason, std::string allowed = {}) {
        return {ErrorCode::forbidden, {}, std::move(reason), {}, std::move(allowed)};
    }
    [[nodiscard]] static Error not_found(std::string field) {
        return {ErrorCode::not_found, std::move(field), "not_found", {}, {}};
    }
    [[nodiscard]] static Error conflict(std::string field, std::string reason) {
        return {ErrorCode::conflict, std::move(field), std::move(reason), {}, {}};
    }
    [[nodiscard]] static Error too_large(std::string field, std::string allowed) {
        return {ErrorCode::too_large, std::move(field), "too_large", {}, std::move(allowed)};
    }
    [[nodiscard]] static Error slow_down(std::string reason) {
        return {ErrorCode::slow_down, {}, std::move(reason), {}, {}};
    }
    [[nodiscard]] static Error unavailable(std::string reason, std::string detail = {}) {
        return {ErrorCode::unavailable, {}, std::move(reason), std::move(detail), {}};
    }
    [[nodiscard]] static Error internal(std::string reason, std::string detail = {}) {
        return {ErrorCode::internal, {}, std::move(reason), std::move(detail), {}};
    }
};

}  // namespace soc
