#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/guarded.h"
#include "service/device_table.h"

namespace soc {

/// Which devices a free text finds, by slot.
struct TextMatch {
    std::string words;  ///< folded
    std::uint64_t text_revision = 0;
    std::vector<std::uint8_t> found;
};

/// Free text search over names, identifiers in any notation, places and types: every word must
/// occur somewhere. Answers are kept, since paging and live screens repeat one search often.
class TextMatches {
public:
    using Shared = std::shared_ptr<const TextMatch>;

    /// Null when `text` has no words: then everything matches. Only the first
    /// `limits::search_words_max` words count. Call under the table's lock for reading.
    [[nodiscard]] Shared get(const DeviceTable& table, std::string_view text);

private:
    static constexpr std::size_t kept_max = 16;

    Guarded<std::vector<Shared>> kept_;  ///< the last used at the end
};

}  // namespace soc
