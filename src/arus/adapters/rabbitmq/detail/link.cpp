// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/rabbitmq/detail/link.hpp"

#include "arus/base/failure.hpp"

#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <vector>

namespace arus::rabbitmq::detail {

namespace {

constexpr amqp_channel_t channel = 1;
constexpr int frame_bytes_max = 131'072;
constexpr const char* kept_consumer = "kept";

[[noreturn]] void fail(const std::string& what) {
    throw Failure({Failure::Kind::unavailable, true, true, "rabbitmq"}, what);
}

[[noreturn]] void fail_configuration(const std::string& what) {
    throw Failure({Failure::Kind::configuration, false, true, "rabbitmq"}, what);
}

timeval timeval_of(std::chrono::milliseconds span) {
    return {
        static_cast<time_t>(span.count() / 1000),
        static_cast<suseconds_t>(span.count() % 1000 * 1000)};
}

amqp_bytes_t bytes_of(std::string_view text) {
    return {text.size(), const_cast<char*>(text.data())};
}

std::string text_of(const amqp_bytes_t& bytes) {
    return {static_cast<const char*>(bytes.bytes), bytes.len};
}

amqp_table_entry_t entry(const char* key, std::int64_t value) {
    amqp_table_entry_t made{};
    made.key = amqp_cstring_bytes(key);
    made.value.kind = AMQP_FIELD_KIND_I64;
    made.value.value.i64 = value;
    return made;
}

amqp_table_entry_t entry(const char* key, std::string_view value) {
    amqp_table_entry_t made{};
    made.key = amqp_cstring_bytes(key);
    made.value.kind = AMQP_FIELD_KIND_UTF8;
    made.value.value.bytes = bytes_of(value);
    return made;
}

amqp_table_entry_t yes(const char* key) {
    amqp_table_entry_t made{};
    made.key = amqp_cstring_bytes(key);
    made.value.kind = AMQP_FIELD_KIND_BOOLEAN;
    made.value.value.boolean = 1;
    return made;
}

template <std::size_t Count>
amqp_table_t table_of(std::array<amqp_table_entry_t, Count>& entries) {
    return {static_cast<int>(Count), entries.data()};
}

/// What the broker gave as its reason to close a channel or the connection.
std::string reason_of(const amqp_method_t& method) {
    if (method.id == AMQP_CONNECTION_CLOSE_METHOD) {
        return text_of(static_cast<const amqp_connection_close_t*>(method.decoded)->reply_text);
    }
    if (method.id == AMQP_CHANNEL_CLOSE_METHOD) {
        return text_of(static_cast<const amqp_channel_close_t*>(method.decoded)->reply_text);
    }
    return "unexpected answer";
}

bool is_close(amqp_method_number_t id) {
    return id == AMQP_CONNECTION_CLOSE_METHOD || id == AMQP_CHANNEL_CLOSE_METHOD;
}

}  // namespace

Address parse_address(const std::string& url) {
    std::string text = url.substr(0, url.find('?'));
    amqp_connection_info info{};
    if (amqp_parse_url(text.data(), &info) != AMQP_STATUS_OK) {
        fail_configuration(
            "the address of RabbitMQ must be like amqp://user:password@host:5672/vhost");
    }
    Address address;
    address.host = info.host;
    address.port = info.port;
    address.vhost = info.vhost;
    address.user = info.user;
    address.password = info.password;
    address.is_tls = info.ssl != 0;
    std::string_view rest(url);
    rest.remove_prefix(std::min(
        rest.size(), url.find('?') == std::string::npos ? rest.size() : url.find('?') + 1));
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        if (part.starts_with("ca=")) {
            address.ca_file = part.substr(3);
        } else if (part == "verify=no") {
            address.is_verified = false;
        } else {
            fail_configuration("the address of RabbitMQ knows ?ca=<file> and ?verify=no only");
        }
    }
    return address;
}

Link::Link(const Address& address, Limits limits, std::string_view name) :
    state_(amqp_new_connection()) {
    if (state_ == nullptr) {
        fail("no memory for a connection");
    }
    try {
        open_socket(address, limits);
        log_in(address, limits, name);
    } catch (...) {
        amqp_destroy_connection(state_);
        throw;
    }
}

Link::~Link() {
    // The broker notices the closed socket; a farewell could wait for a broker that is gone.
    amqp_destroy_connection(state_);
}

void Link::open_socket(const Address& address, Limits limits) {
    const timeval timeout = timeval_of(limits.call_timeout);
    amqp_socket_t* socket = nullptr;
    if (address.is_tls) {
        socket = amqp_ssl_socket_new(state_);
        if (socket != nullptr) {
            amqp_ssl_socket_set_verify_peer(socket, address.is_verified ? 1 : 0);
            amqp_ssl_socket_set_verify_hostname(socket, address.is_verified ? 1 : 0);
            const char* const ca = address.ca_file.empty() ? "/etc/ssl/certs/ca-certificates.crt"
                                                           : address.ca_file.c_str();
            if (address.is_verified) {
                check(amqp_ssl_socket_set_cacert(socket, ca), "read the certificate authority");
            }
            check(
                amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST),
                "set up TLS");
        }
    } else {
        socket = amqp_tcp_socket_new(state_);
    }
    if (socket == nullptr) {
        fail("no memory for a socket");
    }
    check(
        amqp_socket_open_noblock(socket, address.host.c_str(), address.port, &timeout), "connect");
    const int handle = amqp_get_sockfd(state_);
    // A peer that has vanished must not hold a write for the kernel's quarter of an hour.
    const auto patience = static_cast<unsigned>(limits.call_timeout.count());
    ::setsockopt(handle, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
    const int on = 1;
    ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    socket_ = handle;
    check(amqp_set_handshake_timeout(state_, &timeout), "set a timeout");
    check(amqp_set_rpc_timeout(state_, &timeout), "set a timeout");
}

void Link::log_in(const Address& address, Limits limits, std::string_view name) {
    std::array capabilities{yes("connection.blocked"), yes("publisher_confirms")};
    std::array properties{
        entry("product", "Arus"), entry("connection_name", name), amqp_table_entry_t{}};
    properties[2].key = amqp_cstring_bytes("capabilities");
    properties[2].value.kind = AMQP_FIELD_KIND_TABLE;
    properties[2].value.value.table = table_of(capabilities);
    const amqp_table_t table = table_of(properties);
    check(
        amqp_login_with_properties(
            state_, address.vhost.c_str(), 0, frame_bytes_max,
            static_cast<int>(limits.heartbeat.count()), &table, AMQP_SASL_METHOD_PLAIN,
            address.user.c_str(), address.password.c_str()),
        "log in (user, password or virtual host)");
    amqp_channel_open(state_, channel);
    check(amqp_get_rpc_reply(state_), "open a channel");
}

std::string Link::product() const {
    const amqp_table_t* const properties = amqp_get_server_properties(state_);
    std::string product;
    for (const char* const wanted : {"product", "version"}) {
        for (int i = 0; i < properties->num_entries; ++i) {
            const amqp_table_entry_t& one = properties->entries[i];
            if (text_of(one.key) == wanted && one.value.kind == AMQP_FIELD_KIND_UTF8) {
                product += (product.empty() ? "" : " ") + text_of(one.value.value.bytes);
            }
        }
    }
    return product;
}

void Link::declare_topic_exchange(const char* name) {
    amqp_exchange_declare(
        state_, channel, amqp_cstring_bytes(name), amqp_cstring_bytes("topic"), 0, 1, 0, 0,
        amqp_empty_table);
    check(amqp_get_rpc_reply(state_), "declare the exchange");
}

void Link::want_confirms() {
    amqp_confirm_select(state_, channel);
    check(amqp_get_rpc_reply(state_), "ask for confirms");
}

std::string Link::declare_own_queue(std::size_t bytes_max) {
    std::array arguments{
        entry("x-max-length-bytes", static_cast<std::int64_t>(bytes_max)),
        entry("x-overflow", "drop-head")};
    const amqp_queue_declare_ok_t* const made = amqp_queue_declare(
        state_, channel, amqp_empty_bytes, 0, 0, 1, 1, table_of(arguments));
    check(amqp_get_rpc_reply(state_), "declare a queue");
    return text_of(made->queue);
}

void Link::bind(const std::string& queue, const char* exchange, const std::string& key) {
    amqp_queue_bind(
        state_, channel, bytes_of(queue), amqp_cstring_bytes(exchange), bytes_of(key),
        amqp_empty_table);
    check(amqp_get_rpc_reply(state_), "bind a queue");
}

void Link::unbind(const std::string& queue, const char* exchange, const std::string& key) {
    amqp_queue_unbind(
        state_, channel, bytes_of(queue), amqp_cstring_bytes(exchange), bytes_of(key),
        amqp_empty_table);
    check(amqp_get_rpc_reply(state_), "unbind a queue");
}

void Link::consume(const std::string& queue) {
    amqp_basic_consume(
        state_, channel, bytes_of(queue), amqp_empty_bytes, 0, 1, 1, amqp_empty_table);
    check(amqp_get_rpc_reply(state_), "consume");
}

void Link::declare_kept_queue(const Kept& queue) {
    std::array kept{entry("x-queue-type", "quorum")};
    std::array delayed{
        entry("x-queue-type", "quorum"), entry("x-message-ttl", std::int64_t{queue.delay.count()}),
        entry("x-dead-letter-exchange", ""), entry("x-dead-letter-routing-key", queue.then)};
    amqp_queue_declare(
        state_, channel, bytes_of(queue.name), 0, 1, 0, 0,
        queue.delay.count() > 0 ? table_of(delayed) : table_of(kept));
    check(amqp_get_rpc_reply(state_), "declare a queue");
}

void Link::consume_kept(const std::string& queue, std::size_t prefetch) {
    amqp_basic_qos(state_, channel, 0, static_cast<std::uint16_t>(prefetch), 0);
    check(amqp_get_rpc_reply(state_), "set the prefetch");
    amqp_basic_consume(
        state_, channel, bytes_of(queue), amqp_cstring_bytes(kept_consumer), 0, 0, 0,
        amqp_empty_table);
    check(amqp_get_rpc_reply(state_), "consume");
}

void Link::cancel_kept() {
    amqp_basic_cancel(state_, channel, amqp_cstring_bytes(kept_consumer));
    check(amqp_get_rpc_reply(state_), "end consuming");
}

void Link::acknowledge(std::uint64_t tag) {
    check(amqp_basic_ack(state_, channel, tag, 0), "acknowledge");
}

void Link::give_back(std::uint64_t tag) {
    check(amqp_basic_nack(state_, channel, tag, 0, 1), "give a message back");
}

std::uint64_t Link::publish(const Target& target, std::string_view body) {
    amqp_basic_properties_t properties{};
    properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG;
    properties.content_type = amqp_cstring_bytes("application/octet-stream");
    properties.delivery_mode = target.is_kept ? 2 : 1;
    const std::string expiration = std::to_string(target.keep_for.count());
    if (target.keep_for.count() > 0) {
        properties._flags |= AMQP_BASIC_EXPIRATION_FLAG;
        properties.expiration = bytes_of(expiration);
    }
    const amqp_boolean_t is_mandatory = target.is_kept ? 1 : 0;
    check(
        amqp_basic_publish(
            state_, channel, bytes_of(target.exchange), bytes_of(target.key), is_mandatory, 0,
            &properties, bytes_of(body)),
        "publish");
    return ++published_;
}

bool Link::wait(std::chrono::milliseconds patience, const Heard& heard) {
    bool has_come = false;
    for (;;) {
        amqp_maybe_release_buffers(state_);
        amqp_frame_t frame{};
        const timeval timeout = timeval_of(has_come ? std::chrono::milliseconds(0) : patience);
        const int status = amqp_simple_wait_frame_noblock(state_, &frame, &timeout);
        if (status == AMQP_STATUS_TIMEOUT) {
            return has_come;
        }
        check(status, "wait for the broker");
        has_come = true;
        if (frame.frame_type != AMQP_FRAME_METHOD) {
            continue;
        }
        const amqp_method_t& method = frame.payload.method;
        if (method.id == AMQP_BASIC_ACK_METHOD) {
            const auto& ack = *static_cast<const amqp_basic_ack_t*>(method.decoded);
            heard.confirmed({ack.delivery_tag, ack.multiple != 0, true});
        } else if (method.id == AMQP_BASIC_NACK_METHOD) {
            const auto& nack = *static_cast<const amqp_basic_nack_t*>(method.decoded);
            heard.confirmed({nack.delivery_tag, nack.multiple != 0, false});
        } else if (method.id == AMQP_BASIC_RETURN_METHOD) {
            heard.returned();  // its content comes in frames of its own, passed over above
        } else if (method.id == AMQP_CONNECTION_BLOCKED_METHOD) {
            heard.blocked(true);
        } else if (method.id == AMQP_CONNECTION_UNBLOCKED_METHOD) {
            heard.blocked(false);
        } else if (is_close(method.id)) {
            fail("the broker closed the link: " + reason_of(method));
        }
    }
}

bool Link::receive(
    std::chrono::milliseconds patience, const std::function<void(const Received&)>& take) {
    amqp_maybe_release_buffers(state_);
    amqp_envelope_t envelope{};
    const timeval timeout = timeval_of(patience);
    const amqp_rpc_reply_t reply = amqp_consume_message(state_, &envelope, &timeout, 0);
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) {
        const std::string_view body(
            static_cast<const char*>(envelope.message.body.bytes), envelope.message.body.len);
        try {
            take({envelope.delivery_tag, body});
        } catch (...) {
            amqp_destroy_envelope(&envelope);
            throw;
        }
        amqp_destroy_envelope(&envelope);
        return true;
    }
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION
        && reply.library_error == AMQP_STATUS_TIMEOUT) {
        return false;
    }
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION
        && reply.library_error == AMQP_STATUS_UNEXPECTED_STATE) {
        // Something other than a delivery has come: the consumer or the channel was ended.
        amqp_frame_t frame{};
        check(amqp_simple_wait_frame_noblock(state_, &frame, &timeout), "wait for the broker");
        fail(
            frame.frame_type == AMQP_FRAME_METHOD && is_close(frame.payload.method.id)
                ? "the broker closed the link: " + reason_of(frame.payload.method)
                : "the broker ended the queue");
    }
    check(reply, "receive");
    return false;
}

void Link::break_off() {
    const int handle = socket_;
    if (handle >= 0) {
        ::shutdown(handle, SHUT_RDWR);
    }
}

void Link::check(const amqp_rpc_reply_t& reply, const char* what) const {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) {
        return;
    }
    const std::string could_not = std::string("could not ") + what + ": ";
    if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION) {
        fail(could_not + reason_of(reply.reply));
    }
    fail(could_not + amqp_error_string2(reply.library_error));
}

void Link::check(int status, const char* what) const {
    if (status != AMQP_STATUS_OK) {
        fail(std::string("could not ") + what + ": " + amqp_error_string2(status));
    }
}

}  // namespace arus::rabbitmq::detail
