// SPDX-License-Identifier: Apache-2.0
// What a lane does by itself, without anybody who waits for a connection.
#include "arus/adapters/mysql/detail/lane.hpp"
#include "arus/adapters/mysql/test_database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>

namespace arus::mysql {
namespace {

using namespace std::chrono_literals;

class LaneAlone : public ServerTest {};

TEST_F(LaneAlone, tells_once_of_a_database_that_swallows_everything) {
    Proxy proxy(server);
    proxy.set_silent(true);
    Options options = proxy.through(owner);
    options.connect_timeout = 200ms;
    asio::io_context loop(1);
    Reach reach;
    const Lane::Limits limits{.connections_min = 1, .connections_max = 1, .waiting_max = 1};
    Lane lane(loop, make_target(options), limits, reach);
    ::testing::internal::CaptureStderr();
    auto kept = asio::co_spawn(loop, lane.keep(), asio::use_future);
    const Deadline deadline = Deadline::in(60s);
    while (proxy.links() < 3 && !deadline.has_passed()) {
        loop.run_for(20ms);
    }
    lane.stop_keeping();
    loop.run();
    kept.get();
    const std::string log = ::testing::internal::GetCapturedStderr();
    EXPECT_GE(proxy.links(), 3U);
    const auto first = log.find("the database cannot be reached");
    ASSERT_NE(first, std::string::npos) << log;
    EXPECT_EQ(log.find("the database cannot be reached", first + 1), std::string::npos) << log;
}

}  // namespace
}  // namespace arus::mysql
