// SPDX-License-Identifier: Apache-2.0
// Values: the latest of each key, read once for all who listen to the same.
#include "arus/transports/websocket/test_support/test_server.hpp"

#include <boost/json/serialize.hpp>

#include <map>
#include <set>
#include <thread>

namespace arus::websocket::test {
namespace {

using namespace std::chrono_literals;

class ValueTest : public SocketTest {
protected:
    std::string subscribe_values(const std::string& channel, const std::string& members = "") {
        return R"({"id":3,"subscribe":{"book":")" + book.text() + R"(","channel":")" + channel + '"'
               + members + "}}";
    }
    static boost::json::object ok_of(const boost::json::object& reply) {
        EXPECT_TRUE(reply.contains("ok")) << boost::json::serialize(reply);
        return reply.at("ok").as_object();
    }
    static std::string code_of(const boost::json::object& reply) {
        return reply.contains("error") ? std::string(reply.at("error").at("code").as_string())
                                       : boost::json::serialize(reply);
    }
    /// The next frame, which must be a value.
    static boost::json::object value_of(TestClient& client) {
        const auto frame = client.read();
        if (!frame.contains("value")) {
            throw std::runtime_error("no value but " + boost::json::serialize(frame));
        }
        return frame.at("value").as_object();
    }
    static std::uint64_t offset_of(const boost::json::object& value) {
        return value.at("as_of_offset").to_number<std::uint64_t>();
    }
    /// Reads values until one is true at `offset` at least; none may be older than the one before.
    static boost::json::object value_at(TestClient& client, std::uint64_t offset) {
        std::uint64_t last = 0;
        for (;;) {
            auto value = value_of(client);
            EXPECT_GE(offset_of(value), last);
            last = offset_of(value);
            if (last >= offset) {
                return value;
            }
        }
    }
    std::uint64_t streams() { return realtime().figures().value_streams; }
};

TEST_F(ValueTest, sends_the_present_value_after_the_reply_and_then_each_new_one) {
    backend.commit_small(book, 3);
    const auto client = this->client();
    const auto ok = ok_of(client->ask(subscribe_values("kpi")));
    EXPECT_EQ(ok.at("channel").as_string(), "kpi");
    EXPECT_EQ(ok.at("mode").as_string(), "live");
    EXPECT_FALSE(ok.at("recovered").as_bool());
    EXPECT_EQ(ok.at("offset").to_number<std::uint64_t>(), 3U);
    auto value = value_of(*client);
    EXPECT_EQ(value.at("sub"), ok.at("sub"));
    EXPECT_EQ(value.at("book").as_string(), book.text());
    EXPECT_EQ(value.at("key").as_string(), "all");
    EXPECT_EQ(value.at("epoch").as_string(), backend.epoch_of(book));
    EXPECT_EQ(offset_of(value), 3U);
    EXPECT_EQ(value.at("data").at("offset").to_number<std::uint64_t>(), 3U);
    backend.commit_small(book, 2);
    value = value_at(*client, 5);
    EXPECT_EQ(value.at("data").at("offset").to_number<std::uint64_t>(), 5U);
}

TEST_F(ValueTest, reads_once_for_all_who_listen_to_the_same) {
    backend.commit_small(book, 1);
    std::vector<std::unique_ptr<TestClient>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(client());
        ok_of(clients.back()->ask(subscribe_values("balance")));
    }
    EXPECT_EQ(backend.value_reads, 1);
    EXPECT_EQ(streams(), 1U);
    EXPECT_EQ(realtime().figures().subscriptions, 8U);
    const auto first = clients.front()->read_line();
    for (std::size_t i = 1; i < clients.size(); ++i) {
        EXPECT_EQ(clients[i]->read_line(), first);
    }
    backend.commit_small(book, 1);
    for (const auto& one : clients) {
        EXPECT_EQ(offset_of(value_at(*one, 2)), 2U);
    }
    EXPECT_EQ(backend.value_reads, 2);
    for (const auto& one : clients) {
        one->hang_up();
    }
    eventually([&] { return streams() == 0; });
    backend.commit_small(book, 1);
    EXPECT_EQ(backend.value_reads, 2);
}

TEST_F(ValueTest, reads_at_most_so_often_and_never_twice_at_a_time) {
    start({.value_every = 60s});
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    for (int i = 0; i < 50; ++i) {
        backend.commit_small(book, 1);
    }
    EXPECT_FALSE(client->has_more(100));  // the next read is due in a minute
    EXPECT_EQ(backend.value_reads, 1);
}

TEST_F(ValueTest, brings_the_latest_when_commits_come_while_it_reads) {
    start({.value_every = 1ms});
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    backend.value_reads_hang = true;
    backend.commit_small(book, 1);
    eventually([&] { return backend.value_reads == 2; });
    for (int i = 0; i < 200; ++i) {
        backend.commit_small(book, 1);
    }
    EXPECT_EQ(backend.value_reads, 2);
    backend.value_reads_hang = false;
    value_at(*client, 201);
    EXPECT_LE(backend.value_reads, 4);
    EXPECT_EQ(backend.value_reads_at_once_max, 1);
}

TEST_F(ValueTest, sends_only_the_keys_whose_data_changed) {
    backend.make_values = [](const ValueRequest&, std::uint64_t offset) -> Result<Values> {
        Values values;
        values.items.push_back({"still", R"({"balance":"1"})"});
        values.items.push_back({"moves", R"({"balance":")" + std::to_string(offset / 2) + "\"}"});
        return values;
    };
    start({.value_every = 1ms});
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("balance")));
    EXPECT_EQ(value_of(*client).at("key").as_string(), "still");
    EXPECT_EQ(value_of(*client).at("key").as_string(), "moves");
    EXPECT_EQ(client->messages, 3U);  // two replies, and both values in one message
    backend.commit_small(book, 1);    // half of one is still nothing
    eventually([&] { return backend.value_reads == 2; });
    backend.commit_small(book, 1);
    const auto value = value_of(*client);
    EXPECT_EQ(value.at("key").as_string(), "moves");
    EXPECT_EQ(offset_of(value), 2U);
}

TEST_F(ValueTest, gives_somebody_who_comes_later_all_present_values) {
    const auto first = client();
    ok_of(first->ask(subscribe_values("kpi")));
    value_of(*first);
    backend.commit_small(book, 4);
    value_at(*first, 4);
    const auto second = client();
    ok_of(second->ask(subscribe_values("kpi")));
    EXPECT_EQ(offset_of(value_of(*second)), 4U);
    EXPECT_EQ(backend.value_reads, 2);
}

TEST_F(ValueTest, never_queues_an_old_value_behind_a_slow_reader) {
    start({.drained_bytes = 16'384, .send_buffer_bytes = 8'192, .value_every = 1ms});
    backend.make_values = [](const ValueRequest&, std::uint64_t offset) -> Result<Values> {
        Values values;
        values.items.push_back(
            {"all",
             R"({"n":)" + std::to_string(offset) + R"(,"x":")" + std::string(40'000, 'x') + "\"}"});
        return values;
    };
    const auto slow = client(owner, {.receive_buffer_bytes = 8'192});
    const auto quick = client();
    ok_of(slow->ask(subscribe_values("kpi")));
    ok_of(quick->ask(subscribe_values("kpi")));
    constexpr std::uint64_t commits = 60;
    for (std::uint64_t i = 1; i <= commits; ++i) {
        backend.commit_small(book, 1);
        value_at(*quick, i);
    }
    EXPECT_LT(realtime().figures().queued_bytes, 200'000U);
    std::size_t messages = slow->messages;
    EXPECT_EQ(offset_of(value_at(*slow, commits)), commits);
    messages = slow->messages - messages;
    EXPECT_LT(messages, 20U);
}

TEST_F(ValueTest, closes_who_does_not_read_values_at_all) {
    start({.queue_age_max = 300ms, .send_buffer_bytes = 8'192, .value_every = 1ms, .tick = 2ms});
    backend.make_values = [](const ValueRequest&, std::uint64_t offset) -> Result<Values> {
        Values values;
        values.items.push_back(
            {"all", R"({"n":)" + std::to_string(offset) + R"(,"x":")" + std::string(200'000, 'x')
                        + "\"}"});
        return values;
    };
    const auto slow = client(owner, {.receive_buffer_bytes = 8'192});
    ok_of(slow->ask(subscribe_values("kpi")));
    eventually([&] {
        backend.commit_small(book, 1);
        return realtime().figures().slow_closes == 1;
    });
    EXPECT_EQ(streams(), 0U);
}

TEST_F(ValueTest, refuses_what_a_value_channel_has_not) {
    const auto client = this->client();
    const std::string id = OutletId::make({.us = 7}).text();
    const std::string since = R"(,"since":{"epoch":"0123456789abcdef","offset":0})";
    const std::string report = R"(,"report":{"name":"x","parameters":{}})";
    const std::vector<std::string> wrong{
        subscribe_values("kpi", since),
        subscribe_values("kpi", R"(,"snapshot":true)"),
        subscribe_values("kpi", R"(,"filter":{"account_id":")" + id + "\"}"),
        subscribe_values("balance", R"(,"filter":{"types":["book.updated"]})"),
        subscribe_values("job", R"(,"filter":{"outlet_id":")" + id + "\"}"),
        subscribe_values("kpi", report),
        subscribe_values("report"),
        subscribe_values("report", R"(,"report":{"name":"x"})"),
        subscribe_values("report", R"(,"report":{"name":"x","parameters":{"a":[1]}})"),
        subscribe_values("report", R"(,"report":{"name":"x","parameters":{"a":{}}})"),
        subscribe_values("nothing"),
    };
    for (const auto& command : wrong) {
        EXPECT_EQ(code_of(client->ask(command)), "validation_failed") << command;
    }
    EXPECT_EQ(streams(), 0U);
    const auto ok = ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    EXPECT_EQ(code_of(client->ask(subscribe_values("kpi"))), "already_subscribed");
    const std::string sub = boost::json::serialize(ok.at("sub"));
    EXPECT_EQ(
        code_of(client->ask(R"({"id":4,"catchup":{"sub":)" + sub + "}}")), "validation_failed");
    ok_of(client->ask(R"({"id":5,"unsubscribe":{"sub":)" + sub + "}}"));
    EXPECT_EQ(
        code_of(client->ask(R"({"id":6,"unsubscribe":{"sub":)" + sub + "}}")),
        "unknown_subscription");
    EXPECT_EQ(streams(), 0U);
    backend.commit_small(book, 1);
    ok_of(client->ask(subscribe_values("kpi")));  // and nothing came of the old one before this
}

TEST_F(ValueTest, hands_the_parameters_of_a_report_on_in_one_order) {
    std::vector<std::string> seen;
    backend.make_values = [&seen](const ValueRequest& request, std::uint64_t) -> Result<Values> {
        seen.push_back(request.report_name + '?' + request.report_parameters);
        Values values;
        values.items.push_back({request.report_name, "{}"});
        return values;
    };
    const auto one = client();
    const auto two = client();
    const auto ok = ok_of(one->ask(subscribe_values(
        "report",
        R"(,"report":{"name":"r","parameters":{"b":"a&=/ é","a":12,"c":true,"d":null}})")));
    const auto same = ok_of(two->ask(subscribe_values(
        "report", R"(,"report":{"name":"r","parameters":{"c":true,"a":"12","b":"a&=/ é"}})")));
    EXPECT_EQ(same.at("sub"), ok.at("sub"));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen.front(), "r?a=12&b=a%26%3D%2F%20%C3%A9&c=true");
    EXPECT_EQ(value_of(*one).at("key").as_string(), "r");
}

TEST_F(ValueTest, says_no_to_a_cashier_without_an_own_outlet) {
    backend.add_user("cashier-token-01");
    backend.let_in(
        "cashier-token-01", book, app::Role::cashier,
        std::vector<OutletId>{backend.known_outlet()});
    const auto cashier = client("cashier-token-01");
    EXPECT_EQ(code_of(cashier->ask(subscribe_values("kpi"))), "forbidden");
    const std::string foreign = R"(,"filter":{"outlet_id":")" + OutletId::make({.us = 9}).text()
                                + "\"}";
    EXPECT_EQ(code_of(cashier->ask(subscribe_values("balance", foreign))), "forbidden");
    EXPECT_EQ(streams(), 0U);
    const std::string own = R"(,"filter":{"outlet_id":")" + backend.known_outlet().text() + "\"}";
    const auto ok = ok_of(cashier->ask(subscribe_values("kpi", own)));
    value_of(*cashier);
    // What a cashier's figures hold may be less: never the same stream as the owner's.
    const auto owner_client = client();
    EXPECT_NE(ok_of(owner_client->ask(subscribe_values("kpi", own))).at("sub"), ok.at("sub"));
}

TEST_F(ValueTest, has_limits_for_a_socket_and_for_the_instance) {
    start({.value_streams_max = 4, .value_subscriptions_max = 3});
    backend.make_values = [](const ValueRequest& request, std::uint64_t) -> Result<Values> {
        Values values;
        values.items.push_back({request.report_name, "{}"});
        return values;
    };
    const auto report = [this](int number) {
        return subscribe_values(
            "report", R"(,"report":{"name":"r)" + std::to_string(number) + R"(","parameters":{}})");
    };
    const auto one = client();
    for (int i = 0; i < 3; ++i) {
        ok_of(one->ask(report(i)));
        value_of(*one);
    }
    EXPECT_EQ(code_of(one->ask(report(3))), "too_many_subscriptions");
    ok_of(one->ask(subscribe_command()));  // the ledger has its own room
    const auto two = client();
    ok_of(two->ask(report(3)));
    value_of(*two);
    const auto refused = two->ask(report(4));
    EXPECT_EQ(code_of(refused), "unavailable");
    EXPECT_TRUE(refused.at("error").at("retry").as_bool());
    ok_of(two->ask(report(0)));  // somebody listens to it already
    EXPECT_EQ(streams(), 4U);
}

TEST_F(ValueTest, keeps_no_more_bytes_than_it_may) {
    start({.value_bytes_max = 50'000});
    backend.make_values = [](const ValueRequest&, std::uint64_t) -> Result<Values> {
        Values values;
        values.items.push_back({"all", '"' + std::string(60'000, 'x') + '"'});
        return values;
    };
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    EXPECT_EQ(code_of(client->ask(subscribe_values("balance"))), "unavailable");
}

TEST_F(ValueTest, says_so_when_a_value_does_not_fit_into_a_message) {
    std::atomic<std::size_t> size{300'000};
    backend.make_values = [&size](const ValueRequest&, std::uint64_t) -> Result<Values> {
        Values values;
        values.items.push_back({"all", '"' + std::string(size, 'x') + '"'});
        return values;
    };
    const auto client = this->client();
    EXPECT_EQ(code_of(client->ask(subscribe_values("kpi"))), "validation_failed");
    EXPECT_EQ(streams(), 0U);
    size = 250'000;
    ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    size = 300'000;
    backend.commit_small(book, 1);
    const auto push = client->read();
    ASSERT_TRUE(push.contains("unsubscribed")) << boost::json::serialize(push).substr(0, 200);
    EXPECT_EQ(push.at("unsubscribed").at("reason").as_string(), "too_large");
    EXPECT_EQ(push.at("unsubscribed").at("channel").as_string(), "kpi");
    eventually([&] { return streams() == 0; });
}

TEST_F(ValueTest, sends_many_values_in_messages_of_their_size) {
    backend.make_values = [](const ValueRequest&, std::uint64_t offset) -> Result<Values> {
        Values values;
        for (int i = 0; i < 3000; ++i) {
            values.items.push_back(
                {std::to_string(i), R"({"n":)" + std::to_string(offset) + R"(,"name":")"
                                        + std::string(300, 'x') + "\"}"});
        }
        return values;
    };
    const auto client = this->client();
    for (std::uint64_t round = 0; round < 3; ++round) {
        if (round == 0) {
            ok_of(client->ask(subscribe_values("balance")));
        } else {
            backend.commit_small(book, 1);
        }
        std::set<std::string> keys;
        for (int i = 0; i < 3000; ++i) {
            const auto value = value_of(*client);
            EXPECT_EQ(offset_of(value), round);
            keys.emplace(value.at("key").as_string());
        }
        EXPECT_EQ(keys.size(), 3000U);
    }
    EXPECT_LT(client->messages, 60U);
}

TEST_F(ValueTest, reads_on_for_the_others_when_one_of_them_was_removed) {
    start({.recheck_every = 60s, .value_every = 1ms});
    const auto user = backend.add_user("somebody-token-01");
    backend.let_in("somebody-token-01", book, app::Role::viewer);
    const auto first = client("somebody-token-01");
    ok_of(first->ask(subscribe_values("kpi")));
    value_of(*first);
    const auto second = client();
    ok_of(second->ask(subscribe_values("kpi")));
    value_of(*second);
    backend.put_out("somebody-token-01", book);
    backend.commit_small(book, 1);
    EXPECT_EQ(offset_of(value_at(*second, 1)), 1U);
    realtime().recheck(user);
    boost::json::object push;
    do {
        push = first->read();
    } while (push.contains("value"));
    ASSERT_TRUE(push.contains("unsubscribed")) << boost::json::serialize(push);
    EXPECT_EQ(push.at("unsubscribed").at("channel").as_string(), "kpi");
    EXPECT_EQ(push.at("unsubscribed").at("reason").as_string(), "removed");
    backend.commit_small(book, 1);
    EXPECT_EQ(offset_of(value_at(*second, 2)), 2U);
}

TEST_F(ValueTest, goes_on_when_the_database_is_back) {
    start({.recheck_every = 60s, .value_every = 1ms, .value_retry = 5ms});
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    backend.database_is_down = true;
    backend.commit_small(book, 3);
    EXPECT_FALSE(client->has_more(50));
    const auto other = this->client();
    backend.database_is_down = false;
    EXPECT_EQ(offset_of(value_at(*client, 3)), 3U);
}

TEST_F(ValueTest, reads_again_when_the_hour_has_changed) {
    std::atomic<int> hour{0};
    backend.make_values = [&hour](const ValueRequest&, std::uint64_t) -> Result<Values> {
        Values values;
        values.items.push_back({"all", std::to_string(hour)});
        values.valid_until = Instant{system_clock().now().us + 50'000};
        return values;
    };
    start({.value_every = 1ms, .tick = 2ms});
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("kpi")));
    EXPECT_EQ(value_of(*client).at("data").as_int64(), 0);
    hour = 1;
    EXPECT_EQ(value_of(*client).at("data").as_int64(), 1);
}

TEST_F(ValueTest, tells_of_a_history_that_began_anew) {
    const auto client = this->client();
    backend.commit_small(book, 5);
    ok_of(client->ask(subscribe_values("kpi")));
    EXPECT_EQ(offset_of(value_of(*client)), 5U);
    backend.rewind(book);
    backend.commit_small(book, 1);
    const auto value = value_of(*client);
    EXPECT_EQ(value.at("epoch").as_string(), backend.epoch_of(book));
    EXPECT_EQ(offset_of(value), 1U);
}

TEST_F(ValueTest, keeps_a_link_alive_that_listens_to_values_alone) {
    start({.head_every = 20ms, .tick = 2ms});
    backend.commit_small(book, 2);
    const auto client = this->client();
    ok_of(client->ask(subscribe_values("kpi")));
    value_of(*client);
    const auto line = client->read_line();
    EXPECT_EQ(line, R"({"head":{")" + book.text() + R"(":2}})");
}

TEST_F(ValueTest, tells_a_person_of_their_own_jobs_and_nobody_else) {
    const auto user = backend.add_user("somebody-token-01");
    backend.let_in("somebody-token-01", book, app::Role::viewer);
    const BookId other_book = backend.add_book();
    backend.commit_small(book, 4);
    const std::vector<Values::Item> present{{"job-1", R"({"progress":0.5})"}};
    backend.set_personal(user, present);
    const auto mine = client("somebody-token-01");
    const auto also_mine = client("somebody-token-01");
    const auto notes = client("somebody-token-01");
    const auto anothers = client();
    const auto ok = ok_of(mine->ask(subscribe_values("job")));
    EXPECT_EQ(ok_of(also_mine->ask(subscribe_values("job"))).at("sub"), ok.at("sub"));
    EXPECT_NE(ok_of(anothers->ask(subscribe_values("job"))).at("sub"), ok.at("sub"));
    for (const auto* const one : {&mine, &also_mine}) {
        const auto value = value_of(**one);
        EXPECT_EQ(value.at("key").as_string(), "job-1");
        EXPECT_EQ(value.at("channel").as_string(), "job");
        EXPECT_EQ(offset_of(value), 4U);
        EXPECT_EQ(value.at("data").at("progress").as_double(), 0.5);
    }
    backend.set_personal(user, {});
    ok_of(notes->ask(subscribe_values("notify")));
    using Channel = app::ValueNews::Channel;
    backend.tell(other_book, user, Channel::job, {"job-1", R"({"progress":0.6})"});
    backend.tell(book, user, Channel::job, {"job-1", R"({"progress":0.7})"});
    backend.tell(book, user, Channel::job, {"job-1", R"({"progress":0.7})"});
    backend.tell(book, user, Channel::notify, {"note-1", R"({"kind":"x"})"});
    for (const auto* const one : {&mine, &also_mine}) {
        EXPECT_EQ(value_of(**one).at("data").at("progress").as_double(), 0.7);
        EXPECT_FALSE((*one)->has_more(30));
    }
    EXPECT_EQ(value_of(*notes).at("key").as_string(), "note-1");
    EXPECT_FALSE(anothers->has_more(30));
    // Whoever comes later is told what came while others listened.
    const auto late = client("somebody-token-01");
    ok_of(late->ask(subscribe_values("job")));
    EXPECT_EQ(value_of(*late).at("data").at("progress").as_double(), 0.7);
}

TEST_F(ValueTest, reads_a_persons_values_again_for_each_who_comes) {
    const auto user = backend.add_user("somebody-token-01");
    backend.let_in("somebody-token-01", book, app::Role::viewer);
    backend.set_personal(user, {{"job-1", "1"}, {"job-2", "1"}});
    const auto mine = client("somebody-token-01");
    ok_of(mine->ask(subscribe_values("job")));
    EXPECT_EQ(value_of(*mine).at("key").as_string(), "job-1");
    EXPECT_EQ(value_of(*mine).at("key").as_string(), "job-2");
    // The bus loses what happens to one, and brings what happens to another.
    backend.set_personal(user, {{"job-1", "2"}, {"job-2", "1"}});
    backend.tell(book, user, app::ValueNews::Channel::job, {"job-3", "1"});
    EXPECT_EQ(value_of(*mine).at("key").as_string(), "job-3");
    const auto late = client("somebody-token-01");
    ok_of(late->ask(subscribe_values("job")));
    std::map<std::string, std::int64_t> seen;
    for (int i = 0; i < 3; ++i) {
        const auto value = value_of(*late);
        seen[std::string(value.at("key").as_string())] = value.at("data").as_int64();
    }
    EXPECT_EQ(
        seen, (std::map<std::string, std::int64_t>{{"job-1", 2}, {"job-2", 1}, {"job-3", 1}}));
    // Whoever listened before is told as well, of that one alone.
    const auto told = value_of(*mine);
    EXPECT_EQ(told.at("key").as_string(), "job-1");
    EXPECT_EQ(told.at("data").as_int64(), 2);
    EXPECT_FALSE(mine->has_more(30));
}

TEST_F(ValueTest, lets_go_of_the_oldest_of_very_many_jobs) {
    const auto user = backend.add_user("somebody-token-01");
    backend.let_in("somebody-token-01", book, app::Role::viewer);
    const auto mine = client("somebody-token-01");
    ok_of(mine->ask(subscribe_values("job")));
    for (int i = 1; i <= 300; ++i) {
        backend.tell(book, user, app::ValueNews::Channel::job, {"j" + std::to_string(i), "{}"});
    }
    while (value_of(*mine).at("key").as_string() != "j300") {}
    const auto late = client("somebody-token-01");
    ok_of(late->ask(subscribe_values("job")));
    EXPECT_EQ(value_of(*late).at("key").as_string(), "j101");
}

}  // namespace
}  // namespace arus::websocket::test
