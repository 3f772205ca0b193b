// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/async/awaitable.hpp"
#include "arus/async/task_scope.hpp"
#include "arus/base/failure.hpp"
#include "arus/transports/http/detail/handshake_slots.hpp"
#include "arus/transports/http/detail/request_parser.hpp"
#include "arus/transports/http/detail/shard.hpp"
#include "arus/transports/http/detail/spooled_body.hpp"
#include "arus/transports/http/detail/transfer_slots.hpp"
#include "arus/transports/http/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

namespace arus::http::detail {

using Tcp = boost::asio::ip::tcp;
using SteadyTime = std::chrono::steady_clock::time_point;

/// What all connections of a listener share; nothing of it changes after the start but counts.
struct Shared {
    ServerOptions options;
    Router router;
    RequestFigures& figures;
    std::vector<std::size_t> figures_of_route;  ///< by Route::index
    std::size_t figures_of_fallback = 0;
    std::size_t figures_of_others = 0;  ///< requests that found no route, or were no requests
    Authenticator authenticator;
    UpgradeHandler upgrade;
    std::uint64_t id_salt = 0;  ///< random, in every request id that is made here
    std::atomic<std::uint64_t> next_id{0};
    std::atomic<std::size_t> open{0};
    std::atomic<std::size_t> relays{0};  ///< connections behind TLS
    HandshakeSlots handshakes{};         ///< those of them that have not agreed yet
    TransferSlots uploads{4};            ///< of 64 MiB at most each
};

/// One connection. An idle one holds no buffer: it waits for its socket to become readable and
/// takes one then.
///
/// Life: a local of its own coroutine, registered with its shard. Everything happens on the shard's
/// loop.
class Session {
public:
    /// `peer`: who it is where the socket does not know, because TLS stands between.
    Session(
        Shared& shared, Shard& shard, Tcp::socket socket,
        std::optional<boost::asio::ip::address> peer = std::nullopt);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Awaitable<void> run();

    /// Ends the wait that has lasted too long. Called by the shard's clock.
    void check_time(SteadyTime now);
    /// Closes at once if nothing is being answered; else after the answer.
    void stop_gently();
    /// Closes now, whatever is going on.
    void cut_off();

private:
    /// What the connection waits for; each wait ends at `wait_ends_`.
    enum class Wait { idle, read, handler, write };
    /// What one request came to.
    enum class Next { go_on, close, handed_over };

    Awaitable<Next> serve_one();
    Awaitable<bool> fill();
    Awaitable<std::optional<Broken>> read_head(bool& ended);
    Awaitable<std::optional<Broken>> read_body(bool& ended);
    Awaitable<std::optional<Response>> begin_upload(std::optional<Broken>& broken);
    Awaitable<std::optional<Response>> receive_upload(std::optional<Broken>& broken, bool& ended);
    void prolong_upload();
    void drop_upload();
    wire::Problem upload_problem(const Failure& failure);
    Awaitable<Response> respond(Request& request, std::size_t& figures_index);
    Awaitable<Response> call(const Route& route, Request& request);
    Awaitable<Result<Done>> admit(const Route& route, Request& request);
    Awaitable<bool> write(const Response& response, bool keep_alive, bool head_only);
    Awaitable<bool> write_bytes(std::string_view bytes);
    Awaitable<Next> refuse_broken(Broken what);
    Awaitable<void> drain();
    void hand_over();
    void begin_wait(Wait wait, std::chrono::milliseconds time);
    void name_request();
    void name_target();
    void name_client();
    bool is_within_limit() const;
    Response rate_limited() const;
    void release_buffers();
    std::string_view buffered() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void write_head(const Response& response, std::string_view body, bool keep_alive);

    Shared& shared_;
    Shard& shard_;
    Tcp::socket socket_;
    bool is_relayed_;
    boost::asio::ip::address peer_;
    std::list<Session*>::iterator place_;
    Wait wait_ = Wait::idle;
    SteadyTime wait_ends_;
    bool timed_out_ = false;
    bool stop_after_answer_ = false;

    std::vector<char> buffer_;  ///< what was read and not used yet stands in [begin_, end_)
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string head_;  ///< the request's header; the request points into it
    std::string body_;
    std::optional<TransferSlot> upload_slot_;
    std::optional<SpooledBody> upload_;  ///< a large body, instead
    SteadyTime upload_ends_;
    std::string out_;
    Request request_;
    std::optional<RequestParser> parser_;
};

}  // namespace arus::http::detail
