#include "domain/identifier.h"

#include "domain/unit_id.h"
#include "fuzz/fuzz_input.h"

namespace {

/// What parses is written in a text that gives the same value.
template <class Value>
void check_canonical(std::string_view text) {
    const soc::Result<Value> value = Value::parse(text);
    if (!value) return;
    const soc::Result<Value> again = Value::parse(value->to_string());
    FUZZ_CHECK(again.has_value());
    FUZZ_CHECK(*again == *value);
    FUZZ_CHECK(again->to_string() == value->to_string());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = soc::fuzz::text_of(data, size);
    check_canonical<soc::MacAddress>(text);
    check_canonical<soc::DevEui>(text);
    check_canonical<soc::Uuid>(text);
    check_canonical<soc::UnitId>(text);

    // R3: what the registry holds is what a message with that text is resolved to.
    for (const char* const kind : {"mac", "dev_eui", "free"}) {
        const soc::Result<soc::Identifier> registered = soc::Identifier::parse(kind, text);
        if (!registered) continue;
        const soc::Result<soc::UnitId> said = soc::UnitId::parse(text);
        FUZZ_CHECK(said.has_value());
        FUZZ_CHECK(said->identifier() == *registered);
    }
    return 0;
}
