// SPDX-License-Identifier: Apache-2.0
#include "store_under_test.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace arus::contract {

std::vector<StoreKind> store_kinds() {
    std::vector<StoreKind> kinds{{"sqlite", make_sqlite_under_test}};
    const char* url = std::getenv("ARUS_TEST_MYSQL_URL");
    if (url != nullptr && *url != '\0') {
        auto make = [server = std::string(url)] { return make_mysql_under_test(server); };
        kinds.push_back({"mysql", std::move(make)});
        return kinds;
    }
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string_view(ci) == "true") {
        throw std::runtime_error("ARUS_TEST_MYSQL_URL is not set: no MySQL server to test with");
    }
    return kinds;
}

}  // namespace arus::contract
