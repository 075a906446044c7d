#include "metrics/registry.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "core/assert.h"

namespace soc::metrics {

void Counter::increment(double by) { static_cast<prometheus::Counter*>(counter_)->Increment(by); }
double Counter::value() const { return static_cast<prometheus::Counter*>(counter_)->Value(); }
void Gauge::set(double value) { static_cast<prometheus::Gauge*>(gauge_)->Set(value); }

struct Registry::Content {
    prometheus::Registry registry;
    std::map<std::string_view, prometheus::Family<prometheus::Counter>*> counters;
    std::map<std::string_view, prometheus::Family<prometheus::Gauge>*> gauges;
};

namespace {

prometheus::Labels labels(const Definition& definition, std::string_view value) {
    if (definition.label.empty()) return {};
    return {{std::string{definition.label}, std::string{value}}};
}

}  // namespace

Registry::Registry() : content_{std::make_unique<Content>()} {
    // Everything without a label shows from the first scrape on, at zero.
    for (const Definition& definition : all) {
        const std::string name{definition.name};
        const std::string help{definition.help};
        if (definition.kind == Kind::counter) {
            auto& family =
                prometheus::BuildCounter().Name(name).Help(help).Register(content_->registry);
            if (definition.label.empty()) family.Add({});
            content_->counters.emplace(definition.name, &family);
        } else {
            auto& family =
                prometheus::BuildGauge().Name(name).Help(help).Register(content_->registry);
            if (definition.label.empty()) family.Add({});
            content_->gauges.emplace(definition.name, &family);
        }
    }
}

Registry::~Registry() = default;

Counter Registry::counter(const Definition& definition, std::string_view label_value) {
    const auto found = content_->counters.find(definition.name);
    SOC_ASSERT(found != content_->counters.end());
    return Counter{&found->second->Add(labels(definition, label_value))};
}

Gauge Registry::gauge(const Definition& definition, std::string_view label_value) {
    const auto found = content_->gauges.find(definition.name);
    SOC_ASSERT(found != content_->gauges.end());
    return Gauge{&found->second->Add(labels(definition, label_value))};
}

std::string Registry::scrape() const {
    return prometheus::TextSerializer{}.Serialize(content_->registry.Collect());
}

}  // namespace soc::metrics
