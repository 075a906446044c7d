#include "fleet/expectation.h"

namespace soc {

std::string_view to_word(IntervalOrigin origin) {
    switch (origin) {
        case IntervalOrigin::device: return "device";
        case IntervalOrigin::type: return "type";
        case IntervalOrigin::site: return "site";
        case IntervalOrigin::fallback: return "default";
        case IntervalOrigin::announced: return "announced";
    }
    return "default";
}

seconds default_interval(Connectivity connectivity) {
    return connectivity == Connectivity::lorawan ? seconds{3'600} : seconds{1'800};
}

ExpectedInterval expected_interval(const IntervalSettings& settings,
                                   std::optional<seconds> announced) {
    const DeviceType& type = settings.type;
    ExpectedInterval expected;
    if (settings.device) {
        expected = {*settings.device, IntervalOrigin::device};
    } else if (type.interval) {
        expected = {*type.interval, IntervalOrigin::type};
    } else if (settings.site) {
        expected = {*settings.site, IntervalOrigin::site};
    } else {
        expected = {default_interval(type.connectivity), IntervalOrigin::fallback};
    }
    if (announced) {
        const seconds believed =
            std::clamp(*announced, type.announced_range.least, type.announced_range.most);
        if (believed > expected.interval) expected = {believed, IntervalOrigin::announced};
    }
    return expected;
}

}  // namespace soc
