// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/detail/publisher.hpp"

#include "arus/base/failure.hpp"
#include "arus/base/log.hpp"

#include <iterator>
#include <set>
#include <utility>

namespace arus::rabbitmq::detail {

namespace {

using namespace std::chrono_literals;

/// How long the thread may sleep without a look at what the broker says.
constexpr auto look_every = 100ms;
constexpr auto look_while_unconfirmed = 10ms;
/// A broker that confirms nothing for so long is given up.
constexpr auto confirm_timeout = 30s;

/// Runs when a link is given up, however that came.
class AtEnd {
public:
    explicit AtEnd(std::function<void()> act) : act_(std::move(act)) {}
    ~AtEnd() { act_(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

private:
    std::function<void()> act_;
};

}  // namespace

Publisher::Publisher(
    const Address& address, const Options& options, const char* purpose,
    std::function<void(Link&)> prepare) :
    options_(options),
    prepare_(std::move(prepare)),
    thread_(address, options, purpose, [this](Link& link) { work(link); }) {
}

Publisher::~Publisher() {
    stop(0ms);
}

bool Publisher::offer(Message message) {
    {
        const std::lock_guard lock(mutex_);
        if (!is_connected() || message.bytes > options_.message_bytes_max
            || queued_bytes_ + message.bytes > options_.queue_bytes_max) {
            ++dropped_;
            return false;
        }
        queued_bytes_ += message.bytes;
        queue_.push_back(std::move(message));
    }
    wake_.notify_one();
    return true;
}

void Publisher::stop(std::chrono::milliseconds patience) {
    {
        std::unique_lock lock(mutex_);
        if (is_connected()) {
            drained_.wait_for(lock, patience, [this] { return is_drained(); });
        }
    }
    wake_.notify_all();
    thread_.stop();
    drop_waiting();
}

PublishFigures Publisher::figures() const {
    const std::lock_guard lock(mutex_);
    return {published_, confirmed_, dropped_, queued_bytes_};
}

void Publisher::work(Link& link) {
    prepare_(link);
    link.want_confirms();
    std::set<std::uint64_t> unconfirmed;
    auto heard_at = std::chrono::steady_clock::now();
    Link::Heard heard;
    heard.confirmed = [&](const Link::Confirmed& what) {
        const auto end = unconfirmed.upper_bound(what.up_to);
        const auto begin = what.is_multiple ? unconfirmed.begin()
                                            : unconfirmed.lower_bound(what.up_to);
        const auto count = static_cast<std::uint64_t>(std::distance(begin, end));
        unconfirmed.erase(begin, end);
        (what.is_accepted ? confirmed_ : dropped_) += count;
        count_confirmed(count);
    };
    heard.returned = [this] {
        ++dropped_;
        // The next link declares it again; what is not confirmed is in the database, too.
        throw Failure(
            {Failure::Kind::unavailable, true, true, "rabbitmq"}, "a queue is not there any more");
    };
    heard.blocked = [this](bool is_blocked) {
        if (is_blocked) {
            log::warn("RabbitMQ is short of memory or disk and takes nothing at the moment");
        } else {
            log::info("RabbitMQ takes messages again");
        }
        is_blocked_ = is_blocked;
    };
    is_blocked_ = false;
    thread_.set_up(true);
    const AtEnd at_end([this] { drop_waiting(); });
    while (!thread_.is_stopping()) {
        if (link.wait(0ms, heard) || unconfirmed.empty()) {
            heard_at = std::chrono::steady_clock::now();
        } else if (std::chrono::steady_clock::now() - heard_at > confirm_timeout) {
            throw Failure(
                {Failure::Kind::timeout, true, true, "rabbitmq"}, "the broker confirms nothing");
        }
        if (is_blocked_ || unconfirmed.size() >= options_.unconfirmed_max) {
            link.wait(look_every, heard);
            continue;
        }
        if (const auto message = next()) {
            unconfirmed.insert(link.publish(message->target, message->body()));
            ++published_;
        }
    }
}

/// Waits a little where there is nothing.
std::optional<Publisher::Message> Publisher::next() {
    std::unique_lock lock(mutex_);
    const auto patience = unconfirmed_ == 0 ? look_every : look_while_unconfirmed;
    wake_.wait_for(lock, patience, [this] { return thread_.is_stopping() || !queue_.empty(); });
    if (queue_.empty()) {
        return std::nullopt;
    }
    Message message = std::move(queue_.front());
    queue_.pop_front();
    queued_bytes_ -= message.bytes;
    ++unconfirmed_;
    return message;
}

void Publisher::count_confirmed(std::size_t count) {
    const std::lock_guard lock(mutex_);
    unconfirmed_ -= count;
    if (is_drained()) {
        drained_.notify_all();
    }
}

void Publisher::drop_waiting() {
    const std::lock_guard lock(mutex_);
    dropped_ += queue_.size();
    queue_.clear();
    queued_bytes_ = 0;
    unconfirmed_ = 0;
    drained_.notify_all();
}

}  // namespace arus::rabbitmq::detail
