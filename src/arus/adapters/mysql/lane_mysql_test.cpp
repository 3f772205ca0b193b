// SPDX-License-Identifier: Apache-2.0
// What a lane does by itself, without anybody who waits for a connection.
#include "arus/adapters/mysql/detail/lane.hpp"
#include "arus/adapters/mysql/test_database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <optional>

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

TEST_F(LaneAlone, that_was_let_in_before_takes_a_changed_password_for_an_outage) {
    migrate_mysql(owner);
    const auto target = make_target(make_user());
    asio::io_context loop(1);
    const auto kind_of_taking = [&](Reach& reach) {
        Lane lane(loop, target, {}, reach);
        auto taken = asio::co_spawn(loop, lane.take(Deadline::in(60s)), asio::use_future);
        loop.restart();
        loop.run();
        std::optional<Failure::Kind> kind;
        try {
            lane.give_back(taken.get());
        } catch (const Failure& failure) {
            kind = failure.facts().kind;
        }
        return kind;
    };
    Reach reach;
    EXPECT_EQ(kind_of_taking(reach), std::nullopt);
    ASSERT_EQ(
        run(server, "ALTER USER '" + target->options.user + "'@'%' IDENTIFIED BY 'another'"), 0);
    EXPECT_EQ(kind_of_taking(reach), Failure::Kind::unavailable);
    Reach first;
    EXPECT_EQ(kind_of_taking(first), Failure::Kind::configuration);
}

}  // namespace
}  // namespace arus::mysql
