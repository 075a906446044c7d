#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "metrics/names.h"

namespace soc::metrics {

/// Grows only. May be used from any thread; an increment costs some 20 ns.
class Counter {
public:
    void increment(double by = 1);
    [[nodiscard]] double value() const;

private:
    friend class Registry;
    explicit Counter(void* counter) : counter_{counter} {}
    void* counter_;
};

/// Goes up and down. May be used from any thread.
class Gauge {
public:
    void set(double value);

private:
    friend class Registry;
    explicit Gauge(void* gauge) : gauge_{gauge} {}
    void* gauge_;
};

/// All metrics of the process: a thin face on prometheus-cpp, so that no other header includes
/// it. Counters and gauges are small handles that live as long as the registry; ask once, keep.
class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// `definition.label` decides whether `label_value` is used. The caller keeps the number of
    /// label values bounded: reasons and brokers, never topics or identifiers.
    [[nodiscard]] Counter counter(const Definition& definition, std::string_view label_value = {});
    [[nodiscard]] Gauge gauge(const Definition& definition, std::string_view label_value = {});

    /// The Prometheus text format of everything.
    [[nodiscard]] std::string scrape() const;

private:
    struct Content;
    std::unique_ptr<Content> content_;
};

}  // namespace soc::metrics
