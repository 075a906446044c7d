#pragma once

#include <string>
#include <string_view>

namespace soc {

/// `text` for comparing without case and accents: Latin, Greek and Cyrillic letters as
/// lower-case Latin ones, letters of other scripts as they are. Both sides of a search are folded.
/// Bytes that are not UTF-8 and NUL are left out.
[[nodiscard]] std::string fold_for_search(std::string_view text);

/// The stored sort key of a name (R4): folded, blanks at the ends removed, and each run of digits
/// written as its length and its digits without leading zeros, so that comparing bytes puts
/// `Room 9` before `Room 10`. Names that differ only by case, accents or leading zeros have one
/// key; lists order those by UUID.
[[nodiscard]] std::string folded_key(std::string_view name);

}  // namespace soc
