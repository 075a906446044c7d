#include "access/account_bytes.h"
#include "access/control_frame.h"
#include "fuzz/fuzz_input.h"
#include "plugin/broker_table.h"

namespace {

/// What is read can be written, and is the same again.
void check_changes(std::string_view body) {
    const auto changes = soc::read_changes(body);
    if (!changes) return;
    const auto again = soc::read_changes(soc::write_changes(*changes));
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == *changes);
}

}  // namespace

/// The control protocol and the copy on disk, which is its messages one after the other. A fuzzer
/// cannot guess CRCs, so what is between the frames' headers is tried as their bodies too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = soc::fuzz::text_of(data, size);
    check_changes(rest);
    soc::plugin::BrokerTable table;
    while (const auto frame = soc::read_frame(rest)) {
        const std::uint64_t before = table.version();
        const auto applied = table.apply(*frame);
        FUZZ_CHECK(applied.status == soc::TableStatus::ok || table.version() == before);
        FUZZ_CHECK(applied.status == soc::TableStatus::ok || !applied.changed);
        check_changes(frame->body);
        rest.remove_prefix(soc::frame_header_bytes + frame->body.size());
    }
    return 0;
}
