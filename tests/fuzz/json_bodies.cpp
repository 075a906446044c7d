#include <unordered_set>

#include "core/limits.h"
#include "domain/text.h"
#include "fuzz/fuzz_input.h"
#include "wire/problem_json.h"
#include "wire/user_json.h"
#include "wire/watch_rows_json.h"

namespace {

/// A refusal is one that a client can read.
template <class T>
void check_refusal(const soc::Result<T>& parsed) {
    if (parsed) return;
    FUZZ_CHECK(!parsed.error().reason.empty());
    FUZZ_CHECK(!parsed.error().allowed.empty());
    FUZZ_CHECK(soc::is_utf8(soc::wire::problem_json(parsed.error(), "request")));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = soc::fuzz::text_of(data, size);
    check_refusal(soc::wire::parse_login(body));
    check_refusal(soc::wire::parse_new_user(body));
    check_refusal(soc::wire::parse_new_password(body));

    const auto rows = soc::wire::parse_watch_rows(body);
    check_refusal(rows);
    if (rows) {
        FUZZ_CHECK(rows->size() <= soc::limits::watched_rows_max);
        const std::unordered_set<soc::DeviceId> once{rows->begin(), rows->end()};
        FUZZ_CHECK(once.size() == rows->size());
    }
    return 0;
}
