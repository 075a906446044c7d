#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// The topic level of a new building or room, by the rule of the first generation
/// (contract/legacy-database.md): Latin letters for what has some, lower case, the first 64
/// characters, each run of other signs as one `_`. `Bâtiment 3A` gives `batiment_3a`.
/// `invalid_input` on field `name`: `not_utf8`; `no_topic` when nothing is left (only emoji);
/// `needs_topic` when it has a letter of a script that we do not write in Latin letters (the
/// topic is then given by hand). Two names may give one level: the caller refuses the second.
[[nodiscard]] Result<std::string> derive_topic_level(std::string_view name);

/// A level given by hand or by an import, kept letter for letter: one level without wildcard, NUL
/// or leading `$`. Else `invalid_input` on field `topic` with reason `not_a_topic_level`.
[[nodiscard]] Status check_topic_level(std::string_view level);

}  // namespace soc
