#include "http/middleware/security_headers.h"

namespace soc {
namespace {

constexpr const char* content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
// The camera reads labels, the position finds the nearest building: both ask the person first.
constexpr const char* permissions_policy =
    "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()";

}  // namespace

Response SecurityHeaders::handle(Request& request, const Next& next) {
    Response response = next(request);
    HeaderFields& headers = response.headers;
    headers.add("Content-Security-Policy", content_security_policy);
    headers.add("X-Content-Type-Options", "nosniff");
    headers.add("Referrer-Policy", "no-referrer");
    headers.add("Cross-Origin-Opener-Policy", "same-origin");
    headers.add("Cross-Origin-Resource-Policy", "same-origin");
    headers.add("Permissions-Policy", permissions_policy);
    if (request.secure) headers.add("Strict-Transport-Security", "max-age=31536000");
    if (!headers.find("Cache-Control")) headers.add("Cache-Control", "no-store");
    return response;
}

}  // namespace soc
