#include "fuzz/fuzz_input.h"
#include "wire/canary_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto canary = soc::wire::parse_canary(soc::fuzz::text_of(data, size));
    if (!canary) return 0;
    const std::string written = soc::wire::write_canary(*canary);
    const auto again = soc::wire::parse_canary(written);
    // Only escapes can make ours longer than what was read, and then over the limit.
    FUZZ_CHECK(again.has_value() || again.error().reason == "too_large");
    if (again) FUZZ_CHECK(*again == *canary);
    return 0;
}
