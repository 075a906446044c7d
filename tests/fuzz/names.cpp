#include "domain/folded_key.h"
#include "domain/text.h"
#include "domain/topic_level.h"
#include "domain/topic_name.h"
#include "fuzz/fuzz_input.h"

// Any name gives keys that both databases take, and a topic level that MQTT takes, or none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view name = soc::fuzz::text_of(data, size);

    const std::string folded = soc::fold_for_search(name);
    FUZZ_CHECK(soc::is_utf8(folded));
    FUZZ_CHECK(folded.find('\0') == std::string::npos);
    FUZZ_CHECK(soc::fold_for_search(folded) == folded);
    FUZZ_CHECK(soc::is_utf8(soc::folded_key(name)));

    const soc::Result<std::string> level = soc::derive_topic_level(name);
    if (!level) return 0;
    FUZZ_CHECK(level->size() <= 64);
    FUZZ_CHECK(soc::check_topic_level(*level).has_value());
    FUZZ_CHECK(soc::TopicName::parse(*level).has_value());
    FUZZ_CHECK(soc::derive_topic_level(*level).has_value());
    FUZZ_CHECK(*soc::derive_topic_level(*level) == *level);
    return 0;
}
