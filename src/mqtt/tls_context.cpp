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

// libmosquitto announces the number it connects to. The right name is put in its place at the
// last moment before the first message is built.
void announce_host(const SSL* connection, int where, int /*value*/) {
    if ((where & SSL_CB_HANDSHAKE_START) == 0) return;
    const auto* host =
        static_cast<const std::string*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
    // OpenSSL gives its callback a const pointer to a connection that is not const.
    SSL_set_tlsext_host_name(const_cast<SSL*>(connection), host->c_str());
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
    tls.host_ = std::make_unique<std::string>(host);
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
    SSL_CTX_set_verify(
        context, options.accept_any_certificate ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
    if (!is_address(host)) {
        SSL_CTX_set_app_data(context, tls.host_.get());
        SSL_CTX_set_info_callback(context, &announce_host);
    }
    return tls;
}

std::string_view tls_failure(const ssl_st* connection) {
    switch (SSL_get_verify_result(connection)) {
        case X509_V_OK: return link_reason::tls_failed;
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID: return link_reason::certificate_expired;
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH: return link_reason::certificate_wrong_host;
        default: return link_reason::certificate_untrusted;
    }
}

}  // namespace soc
