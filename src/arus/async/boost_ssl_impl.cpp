// SPDX-License-Identifier: Apache-2.0
// The one place where the bodies of Boost.Asio's TLS are compiled, for those who speak it.
#include <boost/asio/ssl/impl/src.hpp>
