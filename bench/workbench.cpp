// SPDX-License-Identifier: Apache-2.0
#include "workbench.hpp"

#include "arus/base/ids.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace arus::bench {

Workbench::Workbench(const Settings& settings, asio::io_context& context, const std::string& name) :
    settings_(settings), context_(context), folder_(settings.work / name) {
    server_.emplace(settings_.arus, folder_, settings_.server_flags);
    run(context_, set_up());
}

void Workbench::restart() {
    server_.reset();
    server_.emplace(settings_.arus, folder_, settings_.server_flags);
}

Awaitable<boost::json::object> Workbench::call(
    std::string_view method, std::string path, std::string body, int status) {
    HttpConnection connection(context_.get_executor(), server_->port());
    co_await connection.connect();
    const auto reply = co_await connection.send(
        HttpConnection::request(method, path, token_, body));
    if (reply.status != status) {
        throw std::runtime_error(
            path + " answered " + std::to_string(reply.status) + ": " + std::string(reply.body));
    }
    co_return boost::json::parse(reply.body).as_object();
}

Awaitable<void> Workbench::set_up() {
    const std::string registration =
        R"({"email":"bench@example.test","password":"a long pass phrase","name":"Bench","book":{"name":"Bench",)"
        R"("currency":"IDR","time_zone":"Asia/Jakarta","template":"umkm"}})";
    const auto made = co_await call("POST", "/api/v1/auth/register", registration, 201);
    token_ = made.at("access_token").as_string();
    book_ = made.at("book").at("id").as_string();
    epoch_ = made.at("book").at("epoch").as_string();
    const auto accounts = co_await call(
        "GET", "/api/v1/books/" + book_ + "/accounts?limit=500", {}, 200);
    for (const auto& account : accounts.at("items").as_array()) {
        const auto& subtype = account.at("subtype").as_string();
        std::string& code = subtype == "cash" ? cash_code_ : sales_code_;
        if (code.empty() && (subtype == "cash" || subtype == "sales")) {
            code = account.at("code").as_string();
        }
    }
}

std::string Workbench::sale() const {
    return sale(cash_code_, sales_code_);
}

std::string Workbench::sale(std::string_view debit_code, std::string_view credit_code) const {
    return R"({"id":")" + TransactionId::make(system_clock().now()).text()
           + R"(","kind":"sale","amount":"25000","account_code":")" + std::string(debit_code)
           + R"(","counter_code":")" + std::string(credit_code)
           + R"(","description":"Kopi susu gula aren"})";
}

std::string Workbench::post_request(std::string_view body) const {
    return HttpConnection::request(
        "POST", "/api/v1/books/" + book_ + "/transactions", token_, body);
}

std::string Workbench::batch_request(std::size_t entries) const {
    std::string body = R"({"atomic":true,"transactions":[)";
    for (std::size_t i = 0; i < entries; ++i) {
        body += (i == 0 ? "" : ",") + sale();
    }
    return HttpConnection::request(
        "POST", "/api/v1/books/" + book_ + "/transactions/batch", token_, body + "]}");
}

Awaitable<std::uint64_t> Workbench::head() {
    const auto page = co_await call("GET", "/api/v1/books/" + book_ + "/events?limit=1", {}, 200);
    co_return page.at("head").to_number<std::uint64_t>();
}

Awaitable<std::vector<std::string>> Workbench::add_accounts(std::size_t count) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_cash = i % 2 == 0;
        std::string code = (is_cash ? "15" : "45") + std::to_string(1'000 + i);
        std::string body = R"({"code":")" + code + R"(","name":"Account )" + code
                           + (is_cash ? R"(","type":"asset","subtype":"cash"})"
                                      : R"(","type":"income","subtype":"sales"})");
        co_await call("POST", "/api/v1/books/" + book_ + "/accounts", std::move(body), 201);
        codes.push_back(std::move(code));
    }
    co_return codes;
}

Awaitable<void> Workbench::fill(std::size_t entries, std::size_t entries_a_request) {
    HttpConnection connection(context_.get_executor(), server_->port());
    co_await connection.connect();
    for (std::size_t done = 0; done < entries; done += entries_a_request) {
        std::string request = batch_request(entries_a_request);
        const auto reply = co_await connection.send(std::move(request));
        if (reply.status != 200) {
            throw std::runtime_error("a batch was refused: " + std::string(reply.body));
        }
    }
}

Awaitable<void> Workbench::verify() {
    auto job = co_await call("GET", "/api/v1/books/" + book_ + "/verify?full=true", {}, 202);
    job = co_await done(std::move(job));
    if (!job.at("result").at("ok").as_bool()) {
        throw std::runtime_error("the book does not verify after the load");
    }
}

Awaitable<boost::json::object> Workbench::done(boost::json::object job) {
    const std::string path = "/api/v1/jobs/" + std::string(job.at("id").as_string());
    asio::steady_timer timer(context_);
    while (job.at("status").as_string() != "done") {
        if (job.at("status").as_string() == "failed") {
            throw std::runtime_error("a job failed: " + boost::json::serialize(job.at("error")));
        }
        timer.expires_after(std::chrono::milliseconds(10));
        co_await timer.async_wait(use_awaitable);
        job = co_await call("GET", path, {}, 200);
    }
    co_return job;
}

CpuMeter::CpuMeter(const ServerProcess& server) :
    server_(server),
    began_(Clock::now()),
    server_began_(server.cpu_seconds()),
    driver_began_(cpu_seconds_of(::getpid())),
    machine_began_(cpu_seconds_of_machine()) {
}

double CpuMeter::seconds() const {
    return std::chrono::duration<double>(Clock::now() - began_).count();
}

double CpuMeter::server_cpu_seconds() const {
    return server_.cpu_seconds() - server_began_;
}

boost::json::object CpuMeter::json() const {
    const double wall = seconds();
    const double server = server_cpu_seconds() / wall;
    const double driver = (cpu_seconds_of(::getpid()) - driver_began_) / wall;
    const double machine = (cpu_seconds_of_machine() - machine_began_) / wall;
    const double others = std::max(machine - server - driver, 0.0);
    const double cores = std::thread::hardware_concurrency();
    const char* limit = "neither server nor driver: the disk or the load itself";
    if (driver > 0.9) {
        limit = "the driver: its one thread was busy";
    } else if (machine > 0.9 * cores && others > server + driver) {
        limit = "other programs on this machine, which used most of it";
    } else if (machine > 0.9 * cores) {
        limit = "the machine: all its cores were busy";
    } else if (server > 0.9) {
        limit = "the server, perhaps: it used a whole core or more";
    }
    return {
        {"wall_s", wall},
        {"server_cores", server},
        {"driver_cores", driver},
        {"other_cores", others},
        {"limit", limit}};
}

}  // namespace arus::bench
