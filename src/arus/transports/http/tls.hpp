// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace arus::http {

/// The certificate of a listener and its key: TLS 1.2 and 1.3 with forward secrecy, HTTP/1.1.
/// Safe from every thread.
class TlsContext {
public:
    /// `certificate_file`: PEM, the server's own certificate first, then those that lead to its
    /// CA. `key_file`: PEM, without a password. Throws Failure configuration where one cannot be
    /// read or the two do not belong together.
    TlsContext(std::string certificate_file, std::string key_file);

    /// Reads the files again; connections from now on get what they hold. Throws as the
    /// constructor does, and then keeps what it had.
    void reload();

    std::shared_ptr<boost::asio::ssl::context> current() const;

private:
    std::string certificate_file_;
    std::string key_file_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace arus::http
