#include "http/request.h"

#include "core/assert.h"

namespace soc {

std::string_view to_word(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::delete_: return "DELETE";
        case Method::options: return "OPTIONS";
        case Method::other: return "OTHER";
    }
    return "OTHER";
}

const Principal& Request::reader() const {
    SOC_ASSERT(principal.has_value());
    return *principal;
}

std::string_view Request::host() const {
    if (!target.host.empty()) return target.host;
    return headers.find("Host").value_or(std::string_view{});
}

}  // namespace soc
