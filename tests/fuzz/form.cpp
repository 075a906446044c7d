#include "core/limits.h"
#include "fuzz/fuzz_input.h"
#include "http/form.h"

// The body of a form behind a line with its content type: what boards and brokers send.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view body = soc::fuzz::text_of(data, size);
    const std::string_view type = soc::fuzz::take_line(body);
    const soc::Result<soc::FormFields> form = soc::parse_form(type, body);
    if (!form) {
        FUZZ_CHECK(form.error().field == "body" && !form.error().reason.empty());
        return 0;
    }
    FUZZ_CHECK(form->size() <= soc::limits::form_fields_max);
    for (const auto& [name, value] : *form) {
        FUZZ_CHECK(name.size() + value.size() <= body.size());
        FUZZ_CHECK(form->find(name).has_value());
    }
    return 0;
}
