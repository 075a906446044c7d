#include "service/text_matches.h"

#include <algorithm>

#include "core/limits.h"
#include "domain/folded_key.h"

namespace soc {
namespace {

std::vector<std::string> words_of(std::string_view folded) {
    std::vector<std::string> words;
    std::string word;
    const auto flush = [&] {
        if (!word.empty() && words.size() < limits::search_words_max) words.push_back(word);
        word.clear();
    };
    for (const char c : folded) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            flush();
        } else {
            word += c;
        }
    }
    flush();
    return words;
}

/// Whether dots stand as in a piece of `30ae.a40c.119f`, with one whole group at least: `3.10` is
/// a room or a version and must not find addresses.
bool is_dotted_piece(std::string_view word) {
    constexpr std::size_t group_digits = 4;
    bool has_group = false;
    for (bool is_first = true;; is_first = false) {
        const std::size_t digits = std::min(word.find('.'), word.size());
        const bool is_last = digits == word.size();
        if (digits > group_digits) return false;
        if (!is_first && !is_last && digits < group_digits) return false;
        has_group = has_group || digits == group_digits;
        if (is_last) return has_group;
        word.remove_prefix(digits + 1);
    }
}

/// `30:AE:a4`, `30-ae-a4` and `30ae.a4` as `30aea4`; a word that is no piece of an address stays
/// away.
std::string as_address_piece(const std::string& word) {
    std::string piece;
    const bool is_dotted = word.find('.') != std::string::npos;
    if (is_dotted && !is_dotted_piece(word)) return {};
    for (const char c : word) {
        if (is_dotted ? c == '.' : c == ':' || c == '-') continue;
        const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (!is_hex) return {};
        piece += c;
    }
    return piece;
}

template <class Things>
std::vector<std::uint8_t> named_like(const Things& things, const std::string& word) {
    std::vector<std::uint8_t> found;
    found.reserve(things.size());
    for (const auto& thing : things) {
        found.push_back(fold_for_search(thing.name).find(word) != std::string::npos ? 1 : 0);
    }
    return found;
}

bool at(const std::vector<std::uint8_t>& found, PlaceIndex index) {
    return index < found.size() && found[index] != 0;
}

/// Clears `found` where `word` does not occur.
void keep_matches(const DeviceTable& table, const std::string& word,
                  std::vector<std::uint8_t>& found) {
    const PlaceDirectory& places = table.places();
    const auto sites = named_like(places.sites(), word);
    const auto buildings = named_like(places.buildings(), word);
    const auto rooms = named_like(places.rooms(), word);
    const auto types = named_like(places.types(), word);
    const std::string piece = as_address_piece(word);
    for (DeviceSlot slot = 0; slot < found.size(); ++slot) {
        if (found[slot] == 0) continue;
        const FilterKey& key = table.keys()[slot];
        if (at(sites, key.site) || at(buildings, key.building) || at(rooms, key.room) ||
            at(types, key.type)) {
            continue;
        }
        const std::string& search = table.text(slot).search;
        if (search.find(word) != std::string::npos) continue;
        if (!piece.empty() && search.find(piece) != std::string::npos) continue;
        found[slot] = 0;
    }
}

std::vector<std::uint8_t> match(const DeviceTable& table, const std::vector<std::string>& words) {
    std::vector<std::uint8_t> found(table.keys().size());
    for (DeviceSlot slot = 0; slot < found.size(); ++slot) {
        found[slot] = table.keys()[slot].in_use ? 1 : 0;
    }
    for (const std::string& word : words) {
        const Result<DeviceId> id = DeviceId::parse(word);
        if (id) {  // a whole UUID names one device
            const auto slot = table.find(*id);
            const bool kept = slot && found[*slot] != 0;
            std::fill(found.begin(), found.end(), std::uint8_t{0});
            if (kept) found[*slot] = 1;
        } else {
            keep_matches(table, word, found);
        }
    }
    return found;
}

}  // namespace

TextMatches::Shared TextMatches::get(const DeviceTable& table, std::string_view text) {
    const std::vector<std::string> words = words_of(fold_for_search(text));
    if (words.empty()) return nullptr;
    std::string key;
    for (const std::string& word : words) key += word + '\n';

    Shared known = kept_.with([&](auto& kept) -> Shared {
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const Shared& entry) {
            return entry->text_revision == table.text_revision() && entry->words == key;
        });
        if (same == kept.end()) return nullptr;
        std::rotate(same, same + 1, kept.end());
        return kept.back();
    });
    if (known) return known;

    auto made = std::make_shared<const TextMatch>(
        TextMatch{key, table.text_revision(), match(table, words)});
    kept_.with([&](auto& kept) {
        if (kept.size() == kept_max) kept.erase(kept.begin());
        kept.push_back(made);
    });
    return made;
}

}  // namespace soc
