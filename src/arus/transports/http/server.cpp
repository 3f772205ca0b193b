// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/server.hpp"

#include "arus/app/people/authentication.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"
#include "arus/transports/http/detail/session.hpp"
#include "arus/transports/http/detail/tls_relay.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/verb.hpp>

#include <future>

namespace arus::http {

using detail::Session;
using detail::Shard;
using detail::Shared;
using detail::Tcp;
using detail::TlsRelay;
using ErrorCode = boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto clock_tick = 250ms;
constexpr auto accept_pause = 50ms;
constexpr int backlog = 4096;

std::uint64_t random_number() {
    std::array<std::uint8_t, 8> bytes{};
    fill_random(bytes);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

/// Waits for what a loop was asked to do. Precondition: the loop runs and is not the caller's own.
template <class Work>
void run_on(asio::io_context& loop, Work work) {
    // Shared: set_value() may still be inside the promise when the waiter goes on.
    const auto done = std::make_shared<std::promise<void>>();
    auto ended = done->get_future();
    asio::post(loop, [&work, done] {
        work();
        done->set_value();
    });
    ended.wait();
}

class ServerOfLoops final : public Server {
public:
    ServerOfLoops(std::string name, LoopPool& loops, Shared&& shared) :
        name_(std::move(name)),
        loops_(loops),
        shared_{
            std::move(shared.options),       std::move(shared.router),  shared.figures,  {}, 0, 0,
            std::move(shared.authenticator), std::move(shared.upgrade), random_number(), 0,  0},
        tasks_("http " + name_),
        acceptor_(loops.loop(0)),
        accept_timer_(loops.loop(0)) {
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            shards_.push_back(std::make_unique<Shard>(loops_.loop(i)));
            clocks_.push_back(std::make_unique<asio::steady_timer>(loops_.loop(i)));
        }
        count_routes();
        listen();
    }

    ~ServerOfLoops() override { stop(Deadline::in(0ms)); }

    std::uint16_t port() const override { return port_; }
    std::size_t connections() const override { return shared_.open.load(); }

    void start() override {
        started_ = true;
        for (std::size_t i = 0; i < shards_.size(); ++i) {
            tasks_.spawn(loops_.loop(i).get_executor(), keep_time(*shards_[i], *clocks_[i]));
        }
        tasks_.spawn(loops_.loop(0).get_executor(), accept());
    }

    void stop(Deadline deadline) override {
        if (stopped_) {
            return;
        }
        stopped_ = true;
        run_on(loops_.loop(0), [&] {
            ErrorCode ignored;
            acceptor_.close(ignored);
            accept_timer_.cancel();
        });
        if (!started_) {
            return;
        }
        for_each_shard([](Shard& shard) {
            shard.stopping = true;
            for_each_session(shard, [](Session& session) { session.stop_gently(); });
            for_each_relay(shard, [](TlsRelay& relay) { relay.stop_gently(); });
        });
        // What a session has written may still stand in front of TLS.
        while (shared_.open.load() + shared_.relays.load() > 0 && !deadline.has_passed()) {
            std::this_thread::sleep_for(5ms);
        }
        for_each_shard([](Shard& shard) {
            for_each_session(shard, [](Session& session) { session.cut_off(); });
            for_each_relay(shard, [](TlsRelay& relay) { relay.cut_off(); });
        });
        for (std::size_t i = 0; i < clocks_.size(); ++i) {
            run_on(loops_.loop(i), [&] { clocks_[i]->cancel(); });
        }
        // A handler that does not return by its own deadline is a fault; nobody may be freed under
        // it.
        if (!tasks_.wait(Deadline::in(shared_.options.request_timeout + 10s))) {
            log::error(
                "connections did not end", {{"listener", name_}, {"tasks", tasks_.running()}});
            tasks_.wait(Deadline::in(1h));
        }
    }

private:
    void count_routes() {
        for (const auto& route : shared_.router.routes()) {
            shared_.figures_of_route.push_back(shared_.figures.add_route(
                name_, std::string(boost::beast::http::to_string(route->method)), route->pattern));
        }
        if (shared_.router.fallback() != nullptr) {
            shared_.figures_of_fallback = shared_.figures.add_route(
                name_, "GET", shared_.router.fallback()->pattern);
        }
        shared_.figures_of_others = shared_.figures.add_route(name_, "any", "(no route)");
    }

    void listen() {
        ErrorCode error;
        const auto found = Tcp::resolver(loops_.loop(0))
                               .resolve(
                                   shared_.options.address, std::to_string(shared_.options.port),
                                   Tcp::resolver::passive, error);
        if (!error) {
            const Tcp::endpoint endpoint = *found.begin();
            acceptor_.open(endpoint.protocol(), error);
            if (!error) {
                acceptor_.set_option(Tcp::acceptor::reuse_address(true), error);
                acceptor_.bind(endpoint, error);
            }
            if (!error) {
                acceptor_.listen(backlog, error);
            }
        }
        if (error) {
            throw Failure(
                {Failure::Kind::unavailable, false, true, "http"},
                "cannot listen on " + shared_.options.address + ":"
                    + std::to_string(shared_.options.port) + ": " + error.message());
        }
        port_ = acceptor_.local_endpoint().port();
    }

    template <class Work>
    void for_each_shard(Work work) {
        for (const auto& shard : shards_) {
            run_on(shard->loop, [&] { work(*shard); });
        }
    }

    /// Sessions do not leave the list while it is walked: they end in their own coroutines, later.
    template <class Work>
    static void for_each_session(Shard& shard, Work work) {
        for (Session* const session : shard.sessions) {
            work(*session);
        }
    }

    template <class Work>
    static void for_each_relay(Shard& shard, Work work) {
        for (TlsRelay* const relay : shard.relays) {
            work(*relay);
        }
    }

    static Awaitable<void> keep_time(Shard& shard, asio::steady_timer& timer) {
        while (!shard.stopping || !shard.sessions.empty() || !shard.relays.empty()) {
            ErrorCode error;
            timer.expires_after(clock_tick);
            co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
            const auto now = std::chrono::steady_clock::now();
            for_each_session(shard, [now](Session& session) { session.check_time(now); });
            for_each_relay(shard, [now](TlsRelay& relay) { relay.check_time(now); });
        }
    }

    Awaitable<void> accept() {
        while (acceptor_.is_open()) {
            const std::size_t index = next_shard_++ % shards_.size();
            ErrorCode error;
            Tcp::socket socket = co_await acceptor_.async_accept(
                loops_.loop(index), asio::redirect_error(use_awaitable, error));
            if (!acceptor_.is_open()) {
                co_return;
            }
            if (error) {
                // Out of file descriptors or memory, or the client went before it was accepted.
                log::warn(
                    "a connection could not be accepted",
                    {{"listener", name_}, {"what", error.message()}});
                accept_timer_.expires_after(accept_pause);
                co_await accept_timer_.async_wait(asio::redirect_error(use_awaitable, error));
                continue;
            }
            if (shared_.options.tls) {
                accept_tls(index, std::move(socket));
                continue;
            }
            if (shared_.open.load(std::memory_order_relaxed) >= shared_.options.connections_max) {
                refuse(std::move(socket));
                continue;
            }
            shared_.figures.connections_accepted.fetch_add(1, std::memory_order_relaxed);
            tasks_.spawn(
                loops_.loop(index).get_executor(),
                serve(shared_, *shards_[index], std::move(socket)));
        }
    }

    /// Nobody can be told why before TLS is agreed on: what is too much is closed.
    void accept_tls(std::size_t index, Tcp::socket socket) {
        ErrorCode error;
        asio::ip::address peer = socket.remote_endpoint(error).address();
        if (error) {
            return;  // it has gone
        }
        const detail::HandshakeSlots::Limits limits{
            shared_.options.handshakes_max, shared_.options.handshakes_of_one_max};
        // The handshake is counted also before its own thread makes the relay: many may be accepted
        // meanwhile.
        if (shared_.relays.load(std::memory_order_relaxed) >= shared_.options.connections_max
            || !shared_.handshakes.take(app::throttle_name(peer.to_string()), limits)) {
            shared_.figures.connections_refused.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        shared_.figures.connections_accepted.fetch_add(1, std::memory_order_relaxed);
        shared_.relays.fetch_add(1, std::memory_order_relaxed);
        tasks_.spawn(
            loops_.loop(index).get_executor(),
            serve_tls(index, std::move(socket), std::move(peer)));
    }

    Awaitable<void> serve_tls(std::size_t index, Tcp::socket socket, asio::ip::address peer) {
        Shard& shard = *shards_[index];
        const auto relay = std::make_shared<TlsRelay>(
            shared_, shard, shared_.options.tls->current(), std::move(socket), std::move(peer));
        if (shard.stopping) {
            co_return;
        }
        std::optional<Tcp::socket> inner = co_await relay->begin();
        if (!inner) {
            co_return;
        }
        const auto executor = loops_.loop(index).get_executor();
        tasks_.spawn(executor, serve_relayed(shared_, shard, std::move(*inner), relay->peer()));
        tasks_.spawn(executor, TlsRelay::run_up(relay));
        co_await TlsRelay::run_down(relay);
    }

    static Awaitable<void> serve_relayed(
        Shared& shared, Shard& shard, Tcp::socket socket, asio::ip::address peer) {
        Session session(shared, shard, std::move(socket), peer);
        if (!shard.stopping) {
            co_await session.run();
        }
    }

    static Awaitable<void> serve(Shared& shared, Shard& shard, Tcp::socket socket) {
        Session session(shared, shard, std::move(socket));
        if (!shard.stopping) {
            co_await session.run();
        }
    }

    /// Says in one small packet that there is no room, and closes.
    void refuse(Tcp::socket socket) {
        static constexpr std::string_view answer =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: "
            "close\r\nContent-Length: 0\r\n\r\n";
        shared_.figures.connections_refused.fetch_add(1, std::memory_order_relaxed);
        ErrorCode ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(answer.data(), answer.size()), ignored);
        socket.shutdown(Tcp::socket::shutdown_send, ignored);
    }

    const std::string name_;
    LoopPool& loops_;
    Shared shared_;
    TaskScope tasks_;
    Tcp::acceptor acceptor_;
    asio::steady_timer accept_timer_;
    std::vector<std::unique_ptr<Shard>> shards_;
    std::vector<std::unique_ptr<asio::steady_timer>> clocks_;
    std::size_t next_shard_ = 0;
    std::uint16_t port_ = 0;
    bool started_ = false;
    bool stopped_ = false;
};

}  // namespace

std::unique_ptr<Server> Server::make(
    std::string name, LoopPool& loops, Router router, RequestFigures& figures,
    Authenticator authenticator, UpgradeHandler upgrade, ServerOptions options) {
    Shared shared{std::move(options),       std::move(router),  figures, {}, 0, 0,
                  std::move(authenticator), std::move(upgrade), 0,       0,  0};
    return std::make_unique<ServerOfLoops>(std::move(name), loops, std::move(shared));
}

}  // namespace arus::http
