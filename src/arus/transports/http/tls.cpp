// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/tls.hpp"

#include "arus/base/failure.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>

#include <string_view>
#include <utility>

namespace arus::http {

namespace {

namespace ssl = boost::asio::ssl;
using ErrorCode = boost::system::error_code;

/// Of TLS 1.2; those of 1.3 are all good. Forward secrecy and authenticated encryption only
/// (RFC 9325 section 4.2).
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::string_view http_1_1 = "\x08http/1.1";

[[noreturn]] void refuse(const std::string& what, const ErrorCode& error) {
    throw Failure(
        {Failure::Kind::configuration, false, true, "tls"}, what + ": " + error.message());
}

/// Out of what the client can speak, HTTP/1.1; without it the handshake goes on without a choice.
int choose_protocol(
    SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
    unsigned int offered_size, void*) {
    unsigned char* found = nullptr;
    const int outcome = SSL_select_next_proto(
        &found, chosen_size, reinterpret_cast<const unsigned char*>(http_1_1.data()),
        static_cast<unsigned int>(http_1_1.size()), offered, offered_size);
    *chosen = found;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

std::shared_ptr<ssl::context> load(
    const std::string& certificate_file, const std::string& key_file) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* const native = context->native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(native, ciphers);
    SSL_CTX_set_options(
        native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
                    | SSL_OP_IGNORE_UNEXPECTED_EOF);
    // An idle connection keeps no buffers.
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    ErrorCode error;
    // A key with a password is refused; OpenSSL would ask at the terminal, and SIGHUP wait for it.
    context->set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string(); }, error);
    context->use_certificate_chain_file(certificate_file, error);
    if (error) {
        refuse("tls_cert " + certificate_file + " holds no certificate that can be used", error);
    }
    context->use_private_key_file(key_file, ssl::context::pem, error);
    if (error) {
        refuse("tls_key " + key_file + " holds no key for the certificate of tls_cert", error);
    }
    // A key of another kind (RSA, EC) than the certificate's stands beside it without an error.
    if (SSL_CTX_check_private_key(native) != 1) {
        error = ErrorCode(
            static_cast<int>(ERR_get_error()), boost::asio::error::get_ssl_category());
        refuse("tls_key " + key_file + " holds no key for the certificate of tls_cert", error);
    }
    return context;
}

}  // namespace

TlsContext::TlsContext(std::string certificate_file, std::string key_file) :
    certificate_file_(std::move(certificate_file)),
    key_file_(std::move(key_file)),
    context_(load(certificate_file_, key_file_)) {
}

void TlsContext::reload() {
    auto fresh = load(certificate_file_, key_file_);
    const std::lock_guard lock(mutex_);
    context_ = std::move(fresh);
}

std::shared_ptr<boost::asio::ssl::context> TlsContext::current() const {
    const std::lock_guard lock(mutex_);
    return context_;
}

}  // namespace arus::http
