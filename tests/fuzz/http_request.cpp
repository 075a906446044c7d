#include "core/limits.h"
#include "domain/text.h"
#include "fuzz/fuzz_input.h"
#include "http/cookie.h"
#include "http/forwarded.h"
#include "http/request_target.h"

namespace {

void check_decoded(std::string_view text) {
    FUZZ_CHECK(soc::is_utf8(text));
    for (const char c : text) FUZZ_CHECK(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

void check_target(std::string_view text) {
    const soc::Result<soc::RequestTarget> target = soc::parse_request_target(text);
    if (!target) {
        FUZZ_CHECK(!target.error().reason.empty());
        return;
    }
    FUZZ_CHECK(target->path.starts_with('/'));
    FUZZ_CHECK(!target->segments.empty());
    for (const std::string& segment : target->segments) {
        check_decoded(segment);
        FUZZ_CHECK(segment != "." && segment != "..");
    }
    FUZZ_CHECK(target->query.size() <= soc::limits::query_parameters_max);
    for (const auto& [name, value] : target->query) {
        check_decoded(name);
        check_decoded(value);
        FUZZ_CHECK(target->query.find(name).has_value());
    }
}

void check_forwarded(std::string_view text) {
    static const std::vector<soc::IpNetwork> trusted{*soc::IpNetwork::parse("10.0.0.0/8"),
                                                     *soc::IpNetwork::parse("::1/128")};
    const soc::IpAddress peer = *soc::IpAddress::parse("10.0.0.1");
    const soc::IpAddress client = soc::forwarded_client(text, peer, trusted);
    FUZZ_CHECK(soc::IpAddress::parse(client.to_string()).has_value());
    // An untrusted peer is who he is, whatever he says.
    const soc::IpAddress stranger = *soc::IpAddress::parse("192.0.2.1");
    FUZZ_CHECK(soc::forwarded_client(text, stranger, trusted) == stranger);

    const std::string prefix = soc::forwarded_prefix(text);
    FUZZ_CHECK(prefix.empty() || (prefix.starts_with('/') && !prefix.starts_with("//")));
    if (const auto network = soc::IpNetwork::parse(text)) {
        FUZZ_CHECK(*soc::IpNetwork::parse(network->to_string()) == *network);
    }
}

void check_cookie(std::string_view text) {
    const auto value = soc::find_cookie(text, "sensocampus");
    if (!value) return;
    FUZZ_CHECK(value->find(';') == std::string_view::npos);
    const auto token = soc::SessionToken::parse(*value);
    if (token) FUZZ_CHECK(token->reveal() == *value);
}

}  // namespace

// What we read of a request ourselves, a line each: the target, X-Forwarded-For (also as a prefix
// and as a network), and Cookie.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = soc::fuzz::text_of(data, size);
    check_target(soc::fuzz::take_line(rest));
    check_forwarded(soc::fuzz::take_line(rest));
    check_cookie(rest);
    return 0;
}
