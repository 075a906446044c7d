#include "metrics/registry.h"

#include <gtest/gtest.h>

namespace soc::metrics {
namespace {

TEST(MetricsRegistry, ShowsEveryUnlabelledMetricAtZeroAndCountsUp) {
    Registry registry;
    for (const Definition& definition : all) {
        if (!definition.label.empty()) continue;
        EXPECT_NE(registry.scrape().find("\n" + std::string{definition.name} + " 0"),
                  std::string::npos)
            << definition.name;
    }
    registry.counter(messages_refused, "not_json").increment(2);
    registry.counter(messages_refused, "not_json").increment();
    EXPECT_NE(registry.scrape().find("sensocampus_status_refused_total{reason=\"not_json\"} 3"),
              std::string::npos);
}

}  // namespace
}  // namespace soc::metrics
