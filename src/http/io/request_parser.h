#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "http/request.h"
#include "http/response.h"

namespace soc::net {

namespace beast_http = boost::beast::http;

/// Beast's parser, writing into our own request: nothing is copied twice. It allows no more than
/// RFC 9112 does, so that no proxy in front of us reads a request differently.
class RequestParser final : public beast_http::basic_parser<true> {
public:
    explicit RequestParser(Request& request) : request_{request} {
        header_limit(limits::header_bytes_max);
        body_limit(boost::none);  // the route decides; until then no body is read
        eager(false);
    }

    /// The request target as sent; the request's own is filled later.
    [[nodiscard]] const std::string& target() const { return target_; }
    [[nodiscard]] bool is_http_1_0() const { return version_ == 10; }
    /// A transfer encoding other than `chunked`: we could not tell where the body ends.
    [[nodiscard]] bool has_unknown_encoding() const { return unknown_encoding_; }

private:
    using string_view = boost::beast::string_view;
    using error_code = boost::system::error_code;

    void on_request_impl(beast_http::verb verb, string_view, string_view target, int version,
                         error_code&) override {
        request_.method = to_method(verb);
        target_.assign(target.data(), target.size());
        version_ = version;
    }

    void on_field_impl(beast_http::field field, string_view name, string_view value,
                       error_code&) override {
        // Trailers come after the body; nothing may depend on them.
        if (is_header_done()) return;
        if (field == beast_http::field::transfer_encoding) {
            unknown_encoding_ |= !equals_ignoring_case({value.data(), value.size()}, "chunked");
        }
        request_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
    }

    std::size_t on_body_impl(string_view body, error_code&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }

    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    static Method to_method(beast_http::verb verb) {
        switch (verb) {
            case beast_http::verb::get: return Method::get;
            case beast_http::verb::head: return Method::head;
            case beast_http::verb::post: return Method::post;
            case beast_http::verb::put: return Method::put;
            case beast_http::verb::patch: return Method::patch;
            case beast_http::verb::delete_: return Method::delete_;
            case beast_http::verb::options: return Method::options;
            default: return Method::other;
        }
    }

    Request& request_;
    std::string target_;
    int version_ = 11;
    bool unknown_encoding_ = false;
};

/// The answer to bytes that are no request. The connection cannot go on after it: nobody knows
/// where the next request would begin.
[[nodiscard]] inline Response refusal_of(const boost::system::error_code& failed) {
    using beast_http::error;
    if (failed == error::header_limit) {
        return error_response(http_status::header_fields_too_large, "header_too_large");
    }
    if (failed == error::body_limit) return error_response(Error::too_large("body", {}));
    if (failed == error::bad_version) {
        return error_response(http_status::version_not_supported, "version_not_supported");
    }
    if (failed == error::bad_method) return error_response(Error::invalid("method", "bad_method"));
    if (failed == error::bad_target) return error_response(Error::invalid("target", "bad_target"));
    if (failed == error::bad_content_length || failed == error::multiple_content_length) {
        return error_response(Error::invalid("Content-Length", "bad_content_length"));
    }
    if (failed == error::bad_transfer_encoding) {
        return error_response(Error::invalid("Transfer-Encoding", "bad_transfer_encoding"));
    }
    if (failed == error::bad_chunk || failed == error::bad_chunk_extension) {
        return error_response(Error::invalid("body", "bad_chunk"));
    }
    return error_response(Error::invalid("header", "bad_header"));
}

}  // namespace soc::net
