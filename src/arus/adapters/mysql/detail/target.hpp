// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/adapters/mysql/mysql_stores.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace arus::mysql {

/// Where to connect and how, with the TLS context that all connections share. Never changes.
struct Target {
    Options options;
    /// OpenSSL counts and locks for itself, so connections of several threads may be made from it.
    mutable boost::asio::ssl::context tls{boost::asio::ssl::context::tls_client};
    bool checks_host_name = false;
};

/// Throws Failure configuration if the file of the CA cannot be read.
std::shared_ptr<const Target> make_target(const Options& options);

/// Where the database is, in words for logs and messages: never with user or password.
std::string address_text(const Options& options);

}  // namespace arus::mysql
