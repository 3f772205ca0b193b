// SPDX-License-Identifier: Apache-2.0
// The one place where the bodies of Boost.MySQL are compiled.
#define BOOST_MYSQL_SEPARATE_COMPILATION
#include <boost/mysql/src.hpp>
