#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace soc {

/// The parameters behind `?`, decoded, in order; a name may occur several times.
class QueryParameters {
public:
    void add(std::string name, std::string value);

    /// The first value of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] auto begin() const { return parameters_.begin(); }
    [[nodiscard]] auto end() const { return parameters_.end(); }
    [[nodiscard]] std::size_t size() const { return parameters_.size(); }

private:
    std::vector<std::pair<std::string, std::string>> parameters_;
};

/// What a request asks for.
struct RequestTarget {
    std::string host;                   ///< of an absolute target (`GET http://host/`), else empty
    std::string path;                   ///< as sent, without the query; fit for a log line
    std::vector<std::string> segments;  ///< of the path, decoded: `/a/b%20c` gives `a`, `b c`
    QueryParameters query;
};

/// Reads origin form (`/a?b=c`) and absolute form. `invalid_input` on field `target` with reason
/// `target_not_understood`, `percent_encoding`, `not_text` (no UTF-8, or a control character),
/// `dot_segment` or `too_many_parameters`; `too_large` beyond `limits::target_bytes_max`.
[[nodiscard]] Result<RequestTarget> parse_request_target(std::string_view target);

/// `%41` becomes `A`; with `plus_is_space` also `+` a blank. Nothing when a `%` is not followed
/// by two hexadecimal digits, or when the result is not UTF-8 or holds a control character.
[[nodiscard]] Result<std::string> percent_decode(std::string_view text, bool plus_is_space);
/// The same, and the result may be any bytes.
[[nodiscard]] Result<std::string> percent_decode_bytes(std::string_view text, bool plus_is_space);

}  // namespace soc
