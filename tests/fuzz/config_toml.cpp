#include "app/config.h"
#include "fuzz/fuzz_input.h"

// A file is read and checked without a crash; either it is good and complete, or it says where
// and what is wrong. It must not name files: what is on this machine is no input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    soc::RawConfig raw;
    soc::read_config_text("fuzz.toml", soc::fuzz::text_of(data, size), raw);
    for (soc::RawConfig::Group& broker : raw.brokers) {
        for (const char* file : {"password_file", "ca_file", "certificate_file", "key_file"}) {
            broker.erase(file);
        }
    }
    const soc::CheckedConfig checked = soc::check_config(std::move(raw));
    for (const soc::ConfigFault& fault : checked.faults) {
        FUZZ_CHECK(!fault.origin.empty());
        FUZZ_CHECK(!fault.allowed.empty());
    }
    if (!checked.faults.empty()) return 0;
    FUZZ_CHECK(!checked.config.database.empty());
    FUZZ_CHECK(!checked.config.brokers.empty());
    for (const soc::BrokerConfig& broker : checked.config.brokers) {
        FUZZ_CHECK(!broker.name.empty());
        FUZZ_CHECK(!broker.host.empty());
        FUZZ_CHECK(broker.port != 0);
        FUZZ_CHECK(!broker.topic_filters.empty());
    }
    return 0;
}
