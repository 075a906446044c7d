#include "domain/topic_filter.h"

#include "domain/subscription.h"
#include "domain/topic_filter_reference.h"
#include "fuzz/fuzz_input.h"

// Three lines: two filters and a topic. Answers must agree with MQTT's text, taken literally.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = soc::fuzz::text_of(data, size);
    const std::string_view first = soc::fuzz::take_line(rest);
    const std::string_view second = soc::fuzz::take_line(rest);

    const auto asked = soc::Subscription::parse(std::string{first});
    if (asked) FUZZ_CHECK(asked->to_string() == first);

    const auto wide = soc::TopicFilter::parse(std::string{first});
    const auto narrow = soc::TopicFilter::parse(std::string{second});
    const auto topic = soc::TopicName::parse(std::string{rest});
    for (const auto* filter : {&wide, &narrow}) {
        if (!*filter || !topic) continue;
        FUZZ_CHECK(soc::matches(**filter, *topic) ==
                   soc::reference::matches((*filter)->text(), topic->text()));
    }
    if (!wide || !narrow) return 0;

    const bool covered = soc::covers(*wide, *narrow);
    FUZZ_CHECK(covered == soc::reference::covers(wide->text(), narrow->text()));
    if (covered && topic && soc::matches(*narrow, *topic)) {
        FUZZ_CHECK(soc::matches(*wide, *topic));
    }
    return 0;
}
