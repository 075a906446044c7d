#include <fmt/format.h>

#include <cstdio>

#include "app/commands/commands.h"
#include "core/random.h"
#include "mqtt/broker_check.h"

namespace soc::commands {

int check_broker(const std::string& url) {
    BrokerConfig broker;
    broker.name = "check";
    broker.instance = "check";
    if (const Status parsed = parse_broker_url(url, broker); !parsed) {
        print_error(parsed.error());
        return misused;
    }
    SystemRandom random;
    bool complete = true;
    fmt::print("broker {}:{}{}\n", broker.host, broker.port, broker.tls ? ", TLS" : "");
    for (const BrokerFinding& finding : soc::check_broker(broker, random, SystemClock{})) {
        complete = complete && finding.verdict != BrokerFinding::Verdict::missing;
        fmt::print("{:<11} {:<28} {}\n", to_word(finding.verdict), finding.subject, finding.found);
        if (!finding.remedy.empty()) fmt::print("{:<11} {}\n", "", finding.remedy);
    }
    return complete ? done : failed;
}

}  // namespace soc::commands
