// SPDX-License-Identifier: Apache-2.0
// How fast a bank's file is previewed, and how fast its rows are posted beside as many sales
// through the batch endpoint, a thousand a request on one connection. In turn in one book; a rate
// counts from the sending of the request to the end of the job. A worker's threads are nicer than
// the rest, so beside other programs that want the cores an import falls behind, as it should: the
// ratio says something only where `cpu_while_posting` names no others.
#include "scenarios.hpp"

#include "workbench.hpp"

#include "arus/base/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <stdexcept>

namespace arus::bench {

namespace {

using boost::json::object;

constexpr std::size_t rows_a_file = 50'000;
constexpr std::size_t rows_a_batch = 1'000;
constexpr int rounds = 3;
constexpr const char* boundary = "----arus-bench-0123456789";

/// Three months of a bank account, as such files look in Indonesia.
std::string bank_file(int round) {
    const Date today = local_hour("Asia/Jakarta", system_clock().now()).date;
    std::string file = "Tanggal;Keterangan;Referensi;Debet;Kredit;Saldo\r\n";
    for (std::size_t i = 0; i < rows_a_file; ++i) {
        const auto day = static_cast<std::int32_t>(i * 90 / rows_a_file);
        const std::string iso = date_text(today.plus_days(day - 90));
        const std::string number = std::to_string(i);
        const std::string amount = std::to_string(1 + i % 999) + ".500,00";
        file += iso.substr(8, 2) + '/' + iso.substr(5, 2) + '/' + iso.substr(0, 4);
        file += ";TRSF E-BANKING CR " + std::to_string(round) + " KOPI SUSU GULA AREN;INV-"
                + number;
        file += i % 4 == 0 ? ';' + amount + ";;" : ";;" + amount + ';';
        file += "1.000.000,00\r\n";
    }
    return file;
}

std::string options(bool is_dry_run) {
    return std::string(R"("kind":"csv","dry_run":)") + (is_dry_run ? "true" : "false")
           + R"(,"mapping":{"money_account_code":"9102","counter_account_code":"9401"})";
}

class Importing {
public:
    Importing(const Settings& settings, asio::io_context& context) :
        bench_(settings, context, "imports") {
        run(context, make_accounts());
    }

    Workbench& bench() { return bench_; }

    /// The id of the file, which stays there to be posted.
    Awaitable<std::string> preview(std::string file) {
        const std::string part = std::string("--") + boundary
                                 + "\r\nContent-Disposition: form-data; name=";
        const std::string body = part + "\"options\"\r\n\r\n{" + options(true) + "}\r\n" + part
                                 + "\"file\"; filename=\"bank.csv\"\r\n\r\n" + file + "\r\n--"
                                 + boundary + "--\r\n";
        HttpConnection connection(bench_.context().get_executor(), bench_.server().port());
        co_await connection.connect();
        std::string request = "POST " + path()
                              + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer "
                              + bench_.token() + "\r\nContent-Type: multipart/form-data; boundary="
                              + boundary + "\r\nContent-Length: " + std::to_string(body.size())
                              + "\r\n\r\n" + body;
        const auto reply = co_await connection.send(std::move(request));
        if (reply.status != 202) {
            throw std::runtime_error("the file was refused: " + std::string(reply.body));
        }
        const object job = boost::json::parse(reply.body).as_object();
        const object result = co_await result_of(job, "new");
        co_return std::string(result.at("import_id").as_string());
    }

    Awaitable<void> post(std::string file) {
        const object job = co_await bench_.call(
            "POST", path(), R"({"import_id":")" + file + "\"," + options(false) + '}', 202);
        co_await result_of(job, "posted");
    }

private:
    std::string path() const { return "/api/v1/books/" + bench_.book() + "/imports"; }

    Awaitable<void> make_accounts() {
        const std::string path = "/api/v1/books/" + bench_.book() + "/accounts";
        co_await bench_.call(
            "POST", path, R"({"code":"9102","name":"Bank","type":"asset","subtype":"bank"})", 201);
        co_await bench_.call(
            "POST", path, R"({"code":"9401","name":"Sales","type":"income","subtype":"sales"})",
            201);
    }

    /// Waits for the end of the job, all rows of which must have that verdict.
    Awaitable<object> result_of(object job, std::string verdict) {
        job = co_await bench_.done(std::move(job));
        object result = job.at("result").as_object();
        const auto count = result.at("counts").at(verdict).to_number<std::size_t>();
        if (count != rows_a_file) {
            throw std::runtime_error("of the rows " + std::to_string(count) + " are " + verdict);
        }
        co_return result;
    }

    Workbench bench_;
};

object imports(const Settings& settings, asio::io_context& context) {
    Importing importing(settings, context);
    const auto timed = [](const auto& work) {
        const auto began = Clock::now();
        work();
        return rows_a_file / std::chrono::duration<double>(Clock::now() - began).count();
    };
    run(context, importing.bench().fill(rows_a_batch, rows_a_batch));
    std::vector<double> previewed;
    std::vector<double> posted;
    std::vector<double> batched;
    std::vector<double> ratios;
    boost::json::array of_rounds;
    for (int round = 0; round < rounds; ++round) {
        const std::string file = bank_file(round);
        std::string id;
        previewed.push_back(timed([&] { id = run(context, importing.preview(file)); }));
        const CpuMeter cpu(importing.bench().server());
        posted.push_back(timed([&] { run(context, importing.post(id)); }));
        object of_posting = cpu.json();
        batched.push_back(
            timed([&] { run(context, importing.bench().fill(rows_a_file, rows_a_batch)); }));
        ratios.push_back(posted.back() / batched.back());
        of_rounds.push_back(object{
            {"previewed_per_second", previewed.back()},
            {"posted_per_second", posted.back()},
            {"batched_per_second", batched.back()},
            {"cpu_while_posting", std::move(of_posting)}});
    }
    run(context, importing.bench().verify());
    object out;
    out["rows"] = rows_a_file;
    out["rounds"] = std::move(of_rounds);
    out["posted_per_second"] = median(posted);
    out["batched_per_second"] = median(batched);
    out["goals"] = boost::json::array{
        goal("rows previewed per second", median(previewed), Bound::at_least, 20'000, "/s"),
        goal(
            "rows posted, of as many by the batch endpoint", median(ratios), Bound::at_least, 0.8,
            "×")};
    return out;
}

}  // namespace

std::span<const Scenario> import_scenarios() {
    static const std::array<Scenario, 1> scenarios{
        {{"imports", "Imports of a bank's file, SQLite", imports}}};
    return scenarios;
}

}  // namespace arus::bench
