#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"

namespace soc {

/// The value of a cookie in a `Cookie` field; of a repeated one the first. A view into `field`.
[[nodiscard]] std::optional<std::string_view> find_cookie(std::string_view field,
                                                          std::string_view name);

/// `__Host-sensocampus` under https, where the browser then guarantees that no sub-domain and no
/// plain http page has set it; `sensocampus` under http, where browsers refuse the prefix (R42).
[[nodiscard]] std::string_view session_cookie_name(bool secure);

/// The `Set-Cookie` value that hands the token to the browser.
[[nodiscard]] std::string session_cookie(const SessionToken& token, bool secure);
/// The same for the browser's mark (R48), which stays when the session ends.
[[nodiscard]] std::string_view mark_cookie_name(bool secure);
[[nodiscard]] std::string mark_cookie(std::string_view mark, bool secure);

/// The one that makes the browser forget its session.
[[nodiscard]] std::string expired_session_cookie(bool secure);

}  // namespace soc
