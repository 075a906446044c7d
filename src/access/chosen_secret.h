#pragma once

#include "core/result.h"
#include "core/secret.h"

namespace soc {

/// The rule for a service account's secret that a person chose (R35): at least 16 characters, since
/// its hash is fast, and one line of text, since brokers cut at NUL. Reasons on field `secret`:
/// `too_short`, `too_long` (over `limits::secret_bytes_max`), `not_plain_text`. An imported secret
/// that is only `too_short` is taken and flagged.
[[nodiscard]] Status check_chosen_secret(const Secret& secret);

}  // namespace soc
