#pragma once

#include <memory>

#include "mqtt/control_link.h"
#include "mqtt/ingest_link.h"

namespace soc {

/// One broker: its options and its two connections (R6).
struct BrokerLink {
    BrokerLink(BrokerIndex index, BrokerOptions broker, const LinkContext& context)
        : options{std::make_unique<const BrokerOptions>(std::move(broker))},
          ingest{std::make_unique<IngestLink>(index, *options, context)},
          control{std::make_unique<ControlLink>(index, *options, context)} {}

    std::unique_ptr<const BrokerOptions> options;  // the links hold references to it
    std::unique_ptr<IngestLink> ingest;
    std::unique_ptr<ControlLink> control;
};

}  // namespace soc
