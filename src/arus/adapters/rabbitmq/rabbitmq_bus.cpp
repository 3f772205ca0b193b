// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/rabbitmq_bus.hpp"

#include "arus/adapters/rabbitmq/detail/bus_message.hpp"
#include "arus/adapters/rabbitmq/detail/job_queues.hpp"
#include "arus/adapters/rabbitmq/detail/publisher.hpp"
#include "arus/base/assert.hpp"
#include "arus/base/log.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

// Two threads, each with a link of its own:
//
//   publisher   queue -> exchange `arus.events`
//   consumer    this instance's own queue -> receivers; binds and unbinds `book.<id>`, `value.#`
//
// What cannot be sent is dropped, since everybody finds it in the database.
namespace arus::rabbitmq {

namespace {

using namespace std::chrono_literals;
using detail::Link;

constexpr const char* exchange = "arus.events";
constexpr const char* value_key = "value.#";
/// How long the consumer may wait for messages without a look at what is to be bound.
constexpr auto look_every = 100ms;

std::string key_of(BookId book) {
    return "book." + book.text();
}

std::size_t size_of(const app::CommittedBatch& batch) {
    std::size_t bytes = 64;
    for (const ledger::Event& event : batch.events) {
        bytes += event.data->size() + 96;
    }
    return bytes;
}

std::size_t size_of(const app::ValueNews& news) {
    return news.data.size() + 256;
}

/// Who is to be told; telling takes no lock.
template <class News>
class Receivers {
public:
    using Receiver = std::function<void(std::shared_ptr<const News>)>;

    void add(Receiver receiver) {
        ARUS_ASSERT(receiver != nullptr);
        const std::lock_guard lock(mutex_);
        auto all = std::make_shared<std::vector<Receiver>>(*all_.load());
        all->push_back(std::move(receiver));
        all_.store(std::move(all));
    }
    void tell(const std::shared_ptr<const News>& news) {
        const auto all = all_.load();
        for (const auto& receiver : *all) {
            receiver(news);
        }
    }

private:
    std::mutex mutex_;  // orders subscribers
    std::atomic<std::shared_ptr<const std::vector<Receiver>>> all_{
        std::make_shared<const std::vector<Receiver>>()};
};

class RabbitBus final : public Bus {
public:
    explicit RabbitBus(const Options& options) :
        options_(options),
        publisher_(
            detail::parse_address(options.url), options, "publishes events",
            [](Link& link) { link.declare_topic_exchange(exchange); }),
        consumer_(
            detail::parse_address(options.url), options, "consumes events",
            [this](Link& link) { consume(link); }) {
        fill_random(sender_);
        publisher_.start();
        consumer_.start();
    }
    ~RabbitBus() override { stop(0ms); }

    void subscribe(Receiver receiver) override { batches_.add(std::move(receiver)); }
    void subscribe_values(ValueReceiver receiver) override { values_.add(std::move(receiver)); }

    void publish(std::shared_ptr<const app::CommittedBatch> batch) override {
        batches_.tell(batch);
        send(key_of(batch->book_id), batch);
    }
    void publish_value(std::shared_ptr<const app::ValueNews> news) override {
        values_.tell(news);
        send("value." + news->book_id.text(), news);
    }

    void watch(BookId book) override {
        const std::lock_guard lock(watch_mutex_);
        ++watched_[book];
    }
    void unwatch(BookId book) override {
        const std::lock_guard lock(watch_mutex_);
        const auto found = watched_.find(book);
        ARUS_ASSERT(found != watched_.end());
        if (--found->second == 0) {
            watched_.erase(found);
        }
    }

    bool is_connected() const override { return publisher_.is_connected() && consumer_.is_up(); }
    Figures figures() const override { return {publisher_.figures(), received_, refused_}; }

    void stop(std::chrono::milliseconds patience) override {
        publisher_.stop(patience);
        consumer_.stop();
    }

private:
    template <class News>
    void send(const std::string& key, const std::shared_ptr<const News>& news) {
        detail::Publisher::Message message;
        message.target = {exchange, key, false};
        message.bytes = size_of(*news);
        message.body = [this, news] { return detail::encode(sender_, *news); };
        publisher_.offer(std::move(message));
    }

    void consume(Link& link) {
        link.declare_topic_exchange(exchange);
        const std::string queue = link.declare_own_queue(options_.inbox_bytes_max);
        link.bind(queue, exchange, value_key);
        std::set<BookId> bound;
        bind_watched(link, queue, bound);
        link.consume(queue);
        consumer_.set_up(true);
        const auto take = [this](const Link::Received& received) { receive(received.body); };
        while (!consumer_.is_stopping()) {
            link.receive(look_every, take);
            bind_watched(link, queue, bound);
        }
    }

    void bind_watched(Link& link, const std::string& queue, std::set<BookId>& bound) {
        std::vector<BookId> wanted;
        std::vector<BookId> unwanted;
        {
            const std::lock_guard lock(watch_mutex_);
            for (const auto& [book, count] : watched_) {
                if (!bound.contains(book)) {
                    wanted.push_back(book);
                }
            }
            for (const BookId& book : bound) {
                if (!watched_.contains(book)) {
                    unwanted.push_back(book);
                }
            }
        }
        for (const BookId& book : wanted) {
            link.bind(queue, exchange, key_of(book));
            bound.insert(book);
        }
        for (const BookId& book : unwanted) {
            link.unbind(queue, exchange, key_of(book));
            bound.erase(book);
        }
    }

    void receive(std::string_view body) {
        const auto message = detail::decode(body);
        if (!message) {
            if (refused_++ == 0) {
                log::warn(
                    "a message on the exchange was not understood; what it tells is read from the "
                    "database");
            }
            return;
        }
        if (message->sender == sender_) {
            return;
        }
        ++received_;
        if (const auto* const batch = std::get_if<std::shared_ptr<const app::CommittedBatch>>(
                &message->news)) {
            batches_.tell(*batch);
        } else {
            values_.tell(std::get<std::shared_ptr<const app::ValueNews>>(message->news));
        }
    }

    const Options options_;
    Bytes16 sender_{};  ///< this life of this instance
    Receivers<app::CommittedBatch> batches_;
    Receivers<app::ValueNews> values_;
    std::mutex watch_mutex_;
    std::map<BookId, std::size_t> watched_;  ///< and how often
    std::atomic<std::uint64_t> received_{0};
    std::atomic<std::uint64_t> refused_{0};
    detail::Publisher publisher_;
    detail::LinkThread consumer_;
};

}  // namespace

std::unique_ptr<Bus> open_bus(Options options) {
    return std::make_unique<RabbitBus>(options);
}

std::string diagnose(const Options& options) {
    Link link(
        detail::parse_address(options.url), {options.call_timeout, options.heartbeat},
        "arus doctor");
    link.declare_topic_exchange(exchange);
    link.bind(link.declare_own_queue(options.inbox_bytes_max), exchange, value_key);
    detail::declare_job_queues(link);
    return link.product();
}

}  // namespace arus::rabbitmq
