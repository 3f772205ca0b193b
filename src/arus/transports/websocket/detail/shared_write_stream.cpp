// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/websocket/detail/shared_write_stream.hpp"

#include "arus/base/assert.hpp"

#include <boost/asio/error.hpp>

namespace arus::websocket::detail {

namespace asio = boost::asio;

void SharedWriteStream::flush() {
    // A reader that takes everything at once must not hold the loop: the rest goes after others had
    // their turn.
    constexpr int writes_max = 4;
    if (waiting_ || error_) {
        return;
    }
    OutboundQueue::Buffers buffers;
    for (int i = 0; i < writes_max && !queue_.empty(); ++i) {
        error_code error;
        const std::size_t count = socket_.write_some(queue_.gather(buffers), error);
        if (error == asio::error::would_block || error == asio::error::try_again) {
            break;
        }
        if (error) {
            fail(error);
            return;
        }
        queue_.consume(count);
        written_ += count;
    }
    if (own_write_ && written_ >= own_write_->ends_at) {
        end_own_write();
    }
    if (!queue_.empty()) {
        wait_until_writable();
    }
}

void SharedWriteStream::wait_until_writable() {
    waiting_ = true;
    auto on_writable = [this, owner = owner_.lock()](error_code error) {
        waiting_ = false;
        if (error) {
            fail(error);
            return;
        }
        flush();
        if (!error_ && observer_ != nullptr && queue_.bytes() <= drained_bytes_) {
            observer_->on_drained();
        }
    };
    socket_.async_wait(asio::socket_base::wait_write, std::move(on_writable));
}

void SharedWriteStream::begin_own_write(std::string bytes, OwnHandler handler) {
    ARUS_ASSERT(!own_write_);
    own_write_ = std::make_unique<OwnWrite>();
    own_write_->handler = std::move(handler);
    own_write_->bytes = bytes.size();
    if (error_) {
        end_own_write();
        return;
    }
    own_write_->ends_at = written_ + queue_.bytes() + bytes.size();
    queue_.push(std::move(bytes), std::chrono::steady_clock::now());
    flush();
}

void SharedWriteStream::end_own_write() {
    const std::unique_ptr<OwnWrite> ended = std::move(own_write_);
    auto completion = [handler = std::move(ended->handler), error = error_,
                       count = error_ ? 0 : ended->bytes]() mutable {
        std::move(handler)(error, count);
    };
    asio::post(socket_.get_executor(), std::move(completion));
}

void SharedWriteStream::fail(error_code error) {
    if (!error_) {
        error_ = error;
        queue_ = OutboundQueue();
    }
    if (own_write_) {
        end_own_write();
    }
}

void SharedWriteStream::drop_unbegun() {
    queue_.drop_unbegun();
    if (own_write_) {
        // What Beast wanted to say is gone too, or is the piece that is being ended.
        own_write_->ends_at = written_ + queue_.bytes();
        if (queue_.empty()) {
            end_own_write();
        }
    }
}

void SharedWriteStream::abort() {
    error_code ignored;
    socket_.close(ignored);
    fail(asio::error::operation_aborted);
}

}  // namespace arus::websocket::detail
