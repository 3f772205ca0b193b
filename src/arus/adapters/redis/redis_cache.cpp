// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/redis/redis_cache.hpp"

#include "arus/base/assert.hpp"
#include "arus/base/bytes.hpp"
#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <hiredis/hiredis.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

// One thread owns the connection. It takes all calls that wait, sends them together and reads the
// answers; who asked sleeps on a timer of its own loop and is woken by the answer or by its
// patience, whichever comes first:
//
//   up    -- an answer is late, or the link breaks -->  away   get() returns at once, put() drops
//   away  -- an answer has come                    -->  up
namespace arus::redis {

namespace {

using namespace std::chrono_literals;

/// Entries of another layout belong to another version.
constexpr std::string_view prefix = "arus:1:";
constexpr std::size_t pipeline_max = 64;
constexpr auto probe_every = 2s;

struct Address {
    std::string host;
    int port = 6379;
    std::string user;
    std::string password;
    std::string number = "0";
};

[[noreturn]] void fail_configuration() {
    throw Failure(
        {Failure::Kind::configuration, false, true, "redis"},
        "the address of Redis must be like redis://:password@host:6379/0");
}

Address parse_address(const std::string& text) {
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->scheme() != "redis" || url->encoded_host().empty() || url->has_query()) {
        fail_configuration();
    }
    Address address;
    address.host = url->host_address();
    address.port = url->has_port() ? url->port_number() : 6379;
    address.user = url->user();
    address.password = url->password();
    const std::string path = url->path();
    if (path.size() > 1) {
        address.number = path.substr(1);
    }
    const bool is_number = address.number.size() <= 4
                           && std::ranges::all_of(address.number, [](char digit) {
                                  return digit >= '0' && digit <= '9';
                              });
    if (!is_number || address.port == 0) {
        fail_configuration();
    }
    return address;
}

timeval timeval_of(std::chrono::milliseconds span) {
    return {
        static_cast<time_t>(span.count() / 1000),
        static_cast<suseconds_t>(span.count() % 1000 * 1000)};
}

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;
using Words = std::vector<std::string_view>;

/// A connection, used by one thread. Everything throws Failure (unavailable) when it is broken.
class Link {
public:
    Link(const Address& address, std::chrono::milliseconds timeout) :
        context_(redisConnectWithTimeout(address.host.c_str(), address.port, timeval_of(timeout))) {
        if (context_ == nullptr || context_->err != 0) {
            fail("could not connect");
        }
        redisSetTimeout(context_.get(), timeval_of(timeout));
        if (!address.user.empty()) {
            say({"AUTH", address.user, address.password}, "log in");
        } else if (!address.password.empty()) {
            say({"AUTH", address.password}, "log in");
        }
        say({"SELECT", address.number}, "choose the database");
    }

    void send(const Words& words) {
        std::vector<const char*> starts;
        std::vector<std::size_t> lengths;
        for (const std::string_view word : words) {
            starts.push_back(word.data());
            lengths.push_back(word.size());
        }
        if (redisAppendCommandArgv(
                context_.get(), static_cast<int>(words.size()), starts.data(), lengths.data())
            != REDIS_OK) {
            fail("could not send");
        }
    }

    Reply receive() {
        void* reply = nullptr;
        if (redisGetReply(context_.get(), &reply) != REDIS_OK || reply == nullptr) {
            fail("no answer");
        }
        return Reply(static_cast<redisReply*>(reply));
    }

    Reply say(const Words& words, const char* what) {
        send(words);
        Reply reply = receive();
        if (reply->type == REDIS_REPLY_ERROR) {
            throw Failure(
                {Failure::Kind::unavailable, true, true, "redis"},
                std::string("could not ") + what + ": " + std::string(reply->str, reply->len));
        }
        return reply;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        const std::string why = context_ == nullptr ? "no memory" : context_->errstr;
        throw Failure(
            {Failure::Kind::unavailable, true, true, "redis"},
            what + (why.empty() ? "" : ": " + why));
    }

    struct Free {
        void operator()(redisContext* context) const { redisFree(context); }
    };
    std::unique_ptr<redisContext, Free> context_;
};

/// Somebody's question. Written by the thread under the mutex, before the timer is cancelled.
struct Question {
    explicit Question(const asio::any_io_executor& executor) : timer(executor) {}

    asio::steady_timer timer;  ///< used on its own loop only
    std::mutex mutex;
    app::Cache::Bytes found;
    bool is_answered = false;
};

struct Call {
    std::string key;
    std::shared_ptr<Question> question;  ///< of a get
    app::Cache::Bytes bytes;             ///< of a put
    std::chrono::seconds lifetime{};
};

class RedisCache final : public SharedCache {
public:
    explicit RedisCache(Options options) :
        options_(std::move(options)), address_(parse_address(options_.url)) {
        thread_ = std::thread([this] { run(); });
    }
    ~RedisCache() override { stop(); }

    Awaitable<Bytes> get(std::string key, Deadline deadline) override {
        if (!is_up_) {
            ++errors_;
            co_return nullptr;
        }
        const asio::any_io_executor executor = co_await asio::this_coro::executor;
        const auto question = std::make_shared<Question>(executor);
        question->timer.expires_at(
            std::min(deadline.at, std::chrono::steady_clock::now() + options_.patience));
        Call call;
        call.key = std::string(prefix) + key;
        call.question = question;
        if (!enqueue(std::move(call))) {
            co_return nullptr;
        }
        boost::system::error_code woken;
        co_await question->timer.async_wait(asio::redirect_error(use_awaitable, woken));
        const std::lock_guard lock(question->mutex);
        if (!question->is_answered) {
            // Whoever comes next does not wait for a Redis that does not answer.
            is_up_ = deadline.has_passed() && is_up_;
            ++errors_;
            co_return nullptr;
        }
        ++(question->found ? hits_ : misses_);
        co_return question->found;
    }

    Awaitable<void> put(
        std::string key, Bytes bytes, std::chrono::seconds lifetime, Deadline) override {
        ARUS_ASSERT(bytes != nullptr && lifetime > 0s);
        if (!is_up_ || bytes->size() > options_.value_bytes_max) {
            co_return;
        }
        Call call;
        call.key = std::string(prefix) + key;
        call.bytes = std::move(bytes);
        call.lifetime = lifetime;
        enqueue(std::move(call));
        co_return;
    }

    app::CacheFigures figures() const override {
        app::CacheFigures figures;
        figures.hits = hits_;
        figures.misses = misses_;
        figures.errors = errors_;
        return figures;
    }

    bool is_connected() const override { return is_up_; }

    void stop() override {
        {
            const std::lock_guard lock(mutex_);
            is_stopping_ = true;
            is_up_ = false;
        }
        wake_.notify_all();
        if (thread_.joinable()) {
            thread_.join();
        }
    }

private:
    static std::size_t size_of(const Call& call) {
        return call.key.size() + (call.bytes ? call.bytes->size() : 0);
    }

    bool enqueue(Call call) {
        {
            const std::lock_guard lock(mutex_);
            const std::size_t bytes = size_of(call);
            if (is_stopping_ || calls_.size() >= options_.queue_calls_max
                || queued_bytes_ + bytes > options_.queue_bytes_max) {
                ++errors_;
                return false;
            }
            queued_bytes_ += bytes;
            calls_.push_back(std::move(call));
        }
        wake_.notify_one();
        return true;
    }

    /// At most a pipeline full; waits a little where there is nothing.
    std::vector<Call> next_calls() {
        std::vector<Call> taken;
        std::unique_lock lock(mutex_);
        wake_.wait_for(lock, probe_every, [this] { return is_stopping_ || !calls_.empty(); });
        while (!calls_.empty() && taken.size() < pipeline_max) {
            queued_bytes_ -= size_of(calls_.front());
            taken.push_back(std::move(calls_.front()));
            calls_.pop_front();
        }
        return taken;
    }

    void run() {
        bool is_known_down = false;
        auto bound = options_.retry_min;
        while (!is_stopping_) {
            try {
                Link link(address_, options_.call_timeout);
                link.say({"PING"}, "ask whether it is there");
                bound = options_.retry_min;
                if (std::exchange(is_known_down, false)) {
                    log::info("Redis is back");
                }
                set_up(true);
                while (!is_stopping_) {
                    serve(link, next_calls());
                    set_up(true);
                }
            } catch (const Failure& failure) {
                set_up(false);
                drop_waiting();
                if (!is_stopping_ && !std::exchange(is_known_down, true)) {
                    log::warn(
                        "Redis is away; results are made anew each time",
                        {{"what", failure.what()}});
                }
            }
            if (!is_stopping_) {
                std::unique_lock lock(mutex_);
                wake_.wait_for(lock, jittered(bound), [this] { return is_stopping_.load(); });
                bound = std::min(options_.retry_max, bound * 2);
            }
        }
        drop_waiting();
    }

    void set_up(bool is_up) {
        const std::lock_guard lock(mutex_);
        is_up_ = is_up && !is_stopping_;
    }

    static std::chrono::milliseconds jittered(std::chrono::milliseconds bound) {
        std::array<std::uint8_t, 4> random{};
        fill_random(random);
        std::uint32_t value = 0;
        std::memcpy(&value, random.data(), sizeof value);
        return std::chrono::milliseconds(1 + value % static_cast<std::uint32_t>(bound.count()));
    }

    /// Who waits goes on when its patience ends; nobody waits for long.
    void drop_waiting() {
        const std::lock_guard lock(mutex_);
        calls_.clear();
        queued_bytes_ = 0;
    }

    static void serve(Link& link, const std::vector<Call>& calls) {
        if (calls.empty()) {
            link.say({"PING"}, "ask whether it is there");
            return;
        }
        for (const Call& call : calls) {
            if (call.question) {
                link.send({"GET", call.key});
            } else {
                const std::string seconds = std::to_string(call.lifetime.count());
                link.send({"SET", call.key, *call.bytes, "EX", seconds});
            }
        }
        for (const Call& call : calls) {
            const Reply reply = link.receive();
            if (call.question) {
                answer(call.question, *reply);
            }
        }
    }

    static void answer(const std::shared_ptr<Question>& question, const redisReply& reply) {
        {
            const std::lock_guard lock(question->mutex);
            question->is_answered = true;
            if (reply.type == REDIS_REPLY_STRING) {
                question->found = std::make_shared<const std::string>(reply.str, reply.len);
            }
        }
        asio::post(question->timer.get_executor(), [question] { question->timer.cancel(); });
    }

    const Options options_;
    const Address address_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Call> calls_;
    std::size_t queued_bytes_ = 0;
    std::atomic<bool> is_stopping_{false};
    std::atomic<bool> is_up_{false};
    std::atomic<std::uint64_t> hits_{0};
    std::atomic<std::uint64_t> misses_{0};
    std::atomic<std::uint64_t> errors_{0};
    std::thread thread_;
};

}  // namespace

std::unique_ptr<SharedCache> open_cache(Options options) {
    ARUS_ASSERT(options.retry_min >= 1ms && options.retry_max >= options.retry_min);
    return std::make_unique<RedisCache>(std::move(options));
}

std::string diagnose(const Options& options) {
    Link link(parse_address(options.url), options.call_timeout);
    const Reply reply = link.say({"INFO", "server"}, "ask for its version");
    const std::string text(reply->str == nullptr ? "" : reply->str, reply->len);
    constexpr std::string_view name = "redis_version:";
    const std::size_t at = text.find(name);
    return at == std::string::npos
               ? "unknown"
               : text.substr(at + name.size(), text.find('\r', at) - at - name.size());
}

}  // namespace arus::redis
