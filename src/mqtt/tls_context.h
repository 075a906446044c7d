#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "mqtt/broker_options.h"

struct ssl_ctx_st;
struct ssl_st;

namespace soc {

/// Our side of TLS: TLS 1.2 or later, a trusted certificate that names the host, and that name
/// in the handshake. Made anew for each connection, so that renewed files are picked up.
///
/// It exists because libmosquitto checks the certificate against the address that it connects
/// to, and we connect to the number that our own lookup gave (docs/adr/040, 041).
class TlsContext {
public:
    /// `unavailable` with reason `tls_files` when a file cannot be used; detail says which, why.
    [[nodiscard]] static Result<TlsContext> create(const TlsOptions& options,
                                                   const std::string& host);

    /// For MOSQ_OPT_SSL_CTX. Owned by this object, which must outlive the connection.
    [[nodiscard]] ssl_ctx_st* get() const { return context_.get(); }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };

    std::unique_ptr<ssl_ctx_st, Free> context_;
    std::unique_ptr<std::string> host_;  // the handshake reads it: a stable address
};

/// Why a handshake failed: the certificate's own fault where there is one, else `tls_failed`.
[[nodiscard]] std::string_view tls_failure(const ssl_st* connection);

}  // namespace soc
