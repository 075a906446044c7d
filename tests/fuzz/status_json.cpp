#include "wire/status_json.h"

#include <algorithm>

#include "core/limits.h"
#include "domain/text.h"
#include "fuzz/fuzz_input.h"

// A payload gives one of the listed reasons, or a report that survives being written and read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view payload = soc::fuzz::text_of(data, size);

    const std::string shown =
        soc::printable_preview(payload, soc::limits::payload_preview_bytes_max);
    FUZZ_CHECK(shown.size() <= soc::limits::payload_preview_bytes_max);
    FUZZ_CHECK(soc::is_plain_line(shown));

    const soc::Result<soc::StatusReport> report = soc::wire::parse_status(payload);
    if (!report) {
        const auto& words = soc::wire::status_refusals;
        FUZZ_CHECK(std::ranges::find(words, report.error().reason) != words.end());
        return 0;
    }
    FUZZ_CHECK(soc::is_plain_line(report->unit_id.to_string()));
    const soc::Result<soc::StatusReport> again =
        soc::wire::parse_status(soc::wire::write_status(*report));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == *report);
    return 0;
}
