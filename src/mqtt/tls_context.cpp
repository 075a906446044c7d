#include "mqtt/tls_context.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

#include "mqtt/link_reason.h"

namespace soc {

namespace {

bool is_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

Error unusable(const std::string& what) {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return Error::unavailable(std::string{link_reason::tls_files}, what + ": " + text.data());
}

TlsContext::Handshake& handshake_of(const SSL* connection) {
    return *static_cast<TlsContext::Handshake*>(
        SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
}

void note_progress(const SSL* connection, int where, int value) {
    TlsContext::Handshake& handshake = handshake_of(connection);
    if ((where & SSL_CB_HANDSHAKE_START) != 0 && !is_address(handshake.host)) {
        // libmosquitto announces the number it connects to. The name is put in its place at the
        // last moment before the first message is built. OpenSSL gives its callback a const
        // pointer to a connection that is not const.
        SSL_set_tlsext_host_name(const_cast<SSL*>(connection), handshake.host.c_str());
    }
    if ((where & SSL_CB_HANDSHAKE_DONE) != 0) handshake.done = true;
    const bool alert_came = (where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT;
    if (alert_came && (value >> 8) == SSL3_AL_FATAL) handshake.fatal_alert = true;
}

int note_certificate(int is_good, X509_STORE_CTX* store) {
    const auto* connection = static_cast<const SSL*>(
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    if (is_good == 0) {
        handshake_of(connection).certificate_fault = X509_STORE_CTX_get_error(store);
    }
    return is_good;
}

bool expect_host(SSL_CTX* context, const std::string& host) {
    X509_VERIFY_PARAM* wanted = SSL_CTX_get0_param(context);
    if (is_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1;
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<TlsContext> TlsContext::create(const TlsOptions& options, const std::string& host) {
    ERR_clear_error();
    TlsContext tls;
    tls.context_.reset(SSL_CTX_new(TLS_client_method()));
    tls.handshake_ = std::make_unique<Handshake>();
    tls.handshake_->host = host;
    SSL_CTX* context = tls.context_.get();
    if (context == nullptr) return unusable("no TLS context");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);

    const bool trusted = options.ca_file.empty()
                             ? SSL_CTX_set_default_verify_paths(context) == 1
                             : SSL_CTX_load_verify_file(context, options.ca_file.c_str()) == 1;
    if (!trusted) return unusable(options.ca_file);
    if (!options.certificate_file.empty()) {
        const char* certificate = options.certificate_file.c_str();
        const char* key = options.key_file.c_str();
        if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1) {
            return unusable(options.certificate_file);
        }
        if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1 ||
            SSL_CTX_check_private_key(context) != 1) {
            return unusable(options.key_file);
        }
    }
    if (!expect_host(context, host)) return unusable(host);
    SSL_CTX_set_app_data(context, tls.handshake_.get());
    SSL_CTX_set_info_callback(context, &note_progress);
    if (options.accept_any_certificate) SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
    else SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &note_certificate);
    return tls;
}

std::string_view TlsContext::failure() const {
    switch (handshake_->certificate_fault) {
        case X509_V_OK: break;
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID: return link_reason::certificate_expired;
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH: return link_reason::certificate_wrong_host;
        default: return link_reason::certificate_untrusted;
    }
    if (!handshake_->done || handshake_->fatal_alert) return link_reason::tls_failed;
    return {};
}

}  // namespace soc
