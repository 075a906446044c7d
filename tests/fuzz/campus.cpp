#include "fuzz/fuzz_input.h"
#include "wire/campus_json.h"

// A campus file has named faults, or a content that is the same after being written and read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const soc::wire::CampusReading reading = soc::wire::read_campus(soc::fuzz::text_of(data, size));
    for (const soc::wire::DocumentFault& fault : reading.faults) {
        FUZZ_CHECK(!fault.reason.empty());
        FUZZ_CHECK(fault.to_string().find('\n') == std::string::npos);
    }
    if (!reading.ok()) return 0;
    const soc::wire::CampusReading again =
        soc::wire::read_campus(soc::wire::write_campus(reading.campus));
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(again.campus == reading.campus);
    return 0;
}
