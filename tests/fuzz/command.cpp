#include "core/limits.h"
#include "fuzz/fuzz_input.h"
#include "wire/command_json.h"

// What a board could read can be sent again, unless its packet would be too long.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view topic = "u4/300/device/command";
    const auto command = soc::wire::parse_command(soc::fuzz::text_of(data, size));
    if (!command) return 0;
    const auto payload = soc::wire::write_command(*command, topic);
    if (!payload) {
        FUZZ_CHECK(payload.error().reason == "too_large");
        return 0;
    }
    FUZZ_CHECK(soc::wire::publish_packet_bytes(topic.size(), payload->size()) <=
               soc::limits::board_packet_bytes_max);
    const auto again = soc::wire::parse_command(*payload);
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == *command);
    return 0;
}
