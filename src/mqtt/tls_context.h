#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "mqtt/broker_options.h"

struct ssl_ctx_st;

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

    /// For MOSQ_OPT_SSL_CTX of one connection, which this object must outlive.
    [[nodiscard]] ssl_ctx_st* get() const { return context_.get(); }

    /// What TLS itself has against that connection: a fault of the broker's certificate,
    /// `tls_failed` for an unfinished handshake or a fatal alert; empty: nothing.
    [[nodiscard]] std::string_view failure() const;

    /// What one handshake says, noted by OpenSSL's callbacks.
    struct Handshake {
        std::string host;
        long certificate_fault = 0;  // X509_V_OK
        bool done = false;
        bool fatal_alert = false;
    };

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };

    std::unique_ptr<Handshake> handshake_;  // the callbacks need a stable address
    std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace soc
