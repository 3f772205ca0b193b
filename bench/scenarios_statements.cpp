// SPDX-License-Identifier: Apache-2.0
// How long reports take in a book with a long history beside one with a short one: three years, 200
// accounts, 50 outlets, 2,000 contacts in both. Over HTTP, each one made anew: a sale is posted
// before it, so that nothing that is kept fits. The two books are asked in turn.
#include "scenarios.hpp"

#include "database.hpp"
#include "workbench.hpp"

#include "arus/base/ids.hpp"
#include "arus/base/time.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

namespace arus::bench {

namespace {

using boost::json::object;

constexpr std::size_t short_history = 10'000;
constexpr std::size_t accounts_made = 200;
constexpr std::size_t receivables_made = 20;
constexpr std::size_t outlets_made = 50;
constexpr std::size_t contacts_made = 2'000;
constexpr std::size_t entries_a_request = 1'000;
constexpr int days_made = 3 * 365;
constexpr int rounds = 15;

/// What a report is called in the results, and its path with parameters.
struct Question {
    std::string name;
    std::string path;
    double goal_ms;
};

/// A book with a chart of its own and a history.
class Shop {
public:
    Shop(const Settings& settings, asio::io_context& context, const std::string& name) :
        bench_(settings, context, name) {
        run(context, make_chart());
    }

    Workbench& bench() { return bench_; }

    /// Entries in the order of days, between accounts by chance; one in four names a contact.
    Awaitable<void> fill(std::size_t entries) {
        HttpConnection connection(bench_.context().get_executor(), bench_.server().port());
        co_await connection.connect();
        for (std::size_t made = 0; made < entries; made += entries_a_request) {
            std::string body = R"({"atomic":true,"transactions":[)";
            for (std::size_t i = made; i < std::min(entries, made + entries_a_request); ++i) {
                body += i == made ? "" : ",";
                body += entry(i, entries);
            }
            body += "]}";
            std::string request = HttpConnection::request(
                "POST", path("/transactions/batch"), bench_.token(), body);
            const auto reply = co_await connection.send(std::move(request));
            if (reply.status != 200) {
                throw std::runtime_error("a batch was refused: " + std::string(reply.body));
            }
        }
        head_sequence_ = entries;
    }

    std::vector<Question> questions() const {
        const std::string to = date_text(today_);
        const std::string year = "from=" + date_text(today_.plus_days(-364)) + "&to=" + to;
        const std::string month = "from=" + date_text(month_start(today_)) + "&to=" + to;
        const std::string day = "as_of=" + to;
        const std::string outlet = "&outlet_id=" + outlet_ids_[7];
        const std::string known = "&at_sequence=" + std::to_string(head_sequence_ - 1'000);
        const auto report = [this](const std::string& rest) { return path("/reports/" + rest); };
        const std::string account = "general-ledger?account_id=" + account_ids_[5] + '&' + year;
        return {
            {"summary of today", report("summary?from=" + to + "&to=" + to), 15},
            {"trial balance", report("trial-balance?" + day), 15},
            {"trial balance, ends of 12 months",
             report("trial-balance?" + year + "&interval=month"), 15},
            {"income statement of the month", report("income-statement?" + month), 15},
            {"income statement of a year by month",
             report("income-statement?" + year + "&interval=month"), 15},
            {"income statement by outlet", report("income-statement?" + month + "&split=outlet"),
             15},
            {"balance sheet", report("balance-sheet?" + day + "&compare=previous_year"), 15},
            {"balance sheet of an outlet", report("balance-sheet?" + day + outlet), 15},
            {"balance sheet as known 1,000 acts ago", report("balance-sheet?" + day + known), 15},
            {"cash flow of a year by month", report("cash-flow?" + year + "&interval=month"), 15},
            {"ageing of receivables", report("aging?side=receivable&" + day), 15},
            {"general ledger, a page of 50", report(account + "&limit=50"), 20},
            {"general ledger of an outlet, a page of 50", report(account + "&limit=50" + outlet),
             20},
        };
    }

    /// Posts a sale, asks, and gives the time of the answer.
    Awaitable<double> ask(const std::string& path) {
        HttpConnection connection(bench_.context().get_executor(), bench_.server().port());
        co_await connection.connect();
        std::string sale = bench_.post_request(bench_.sale());
        const auto posted = co_await connection.send(std::move(sale));
        if (posted.status != 201) {
            throw std::runtime_error("a sale was refused: " + std::string(posted.body));
        }
        std::string request = HttpConnection::request("GET", path, bench_.token(), {});
        const auto began = Clock::now();
        const auto reply = co_await connection.send(std::move(request));
        const std::chrono::duration<double, std::milli> spent = Clock::now() - began;
        if (reply.status != 200) {
            throw std::runtime_error(path + " answered " + std::string(reply.body));
        }
        co_return spent.count();
    }

private:
    std::string path(const std::string& rest) const {
        return "/api/v1/books/" + bench_.book() + rest;
    }
    std::size_t pick(std::size_t end) { return random_() % end; }

    Awaitable<std::string> make(std::string where, std::string body) {
        const auto made = co_await bench_.call("POST", path(where), std::move(body), 201);
        co_return std::string(made.at("id").as_string());
    }

    Awaitable<void> make_chart() {
        struct Kind {
            const char* type;
            const char* subtype;
        };
        constexpr std::array<Kind, 5> kinds{
            {{"asset", "bank"},
             {"liability", "payable"},
             {"income", "sales"},
             {"expense", "operating"},
             {"expense", "cogs"}}};
        for (std::size_t i = 0; i < accounts_made; ++i) {
            const Kind kind = i < receivables_made ? Kind{"asset", "receivable"}
                                                   : kinds[i % kinds.size()];
            codes_.push_back("9" + std::to_string(1'000 + i));
            account_ids_.push_back(co_await make(
                "/accounts", R"({"code":")" + codes_.back() + R"(","name":"Account","type":")"
                                 + kind.type + R"(","subtype":")" + kind.subtype + "\"}"));
        }
        for (std::size_t i = 0; i < outlets_made; ++i) {
            outlet_ids_.push_back(co_await make(
                "/outlets", R"({"code":"T)" + std::to_string(i) + R"(","name":"Outlet"})"));
        }
        for (std::size_t i = 0; i < contacts_made; ++i) {
            contact_ids_.push_back(co_await make(
                "/contacts", R"({"code":"C)" + std::to_string(i) + R"(","name":"Contact"})"));
        }
    }

    std::string entry(std::size_t number, std::size_t entries) {
        const auto day = static_cast<std::int32_t>(
            number * static_cast<std::size_t>(days_made) / entries);
        const std::string amount = std::to_string(1'000 + pick(100'000));
        const auto leg = [&](const char* direction) {
            return R"({"account_code":")" + codes_[pick(codes_.size())] + R"(","direction":")"
                   + direction + R"(","amount":")" + amount + "\"}";
        };
        const std::string contact = pick(4) == 0
                                        ? R"(,"contact_id":")"
                                              + contact_ids_[pick(contact_ids_.size())] + '"'
                                        : "";
        return R"({"id":")" + TransactionId::make(system_clock().now()).text()
               + R"(","kind":"journal","date":")" + date_text(today_.plus_days(day - days_made + 1))
               + R"(","description":"Kopi susu gula aren","outlet_id":")"
               + outlet_ids_[pick(outlet_ids_.size())] + '"' + contact + R"(,"postings":[)"
               + leg("debit") + ',' + leg("credit") + "]}";
    }

    Workbench bench_;
    std::mt19937 random_{20'261'122};
    Date today_ = local_hour("Asia/Jakarta", system_clock().now()).date;
    std::vector<std::string> codes_;
    std::vector<std::string> account_ids_;
    std::vector<std::string> outlet_ids_;
    std::vector<std::string> contact_ids_;
    std::uint64_t head_sequence_ = 0;
};

object compare(Shop& small, Shop& large, std::size_t history, asio::io_context& context) {
    run(context, small.fill(short_history));
    const auto began = Clock::now();
    run(context, large.fill(history));
    const std::chrono::duration<double> filling = Clock::now() - began;
    const auto of_small = small.questions();
    const auto of_large = large.questions();
    object reports;
    boost::json::array goals;
    for (std::size_t i = 0; i < of_large.size(); ++i) {
        std::vector<double> small_ms;
        std::vector<double> large_ms;
        run(context, large.ask(of_large[i].path));  // pages of the database that are cold
        run(context, small.ask(of_small[i].path));
        for (int round = 0; round < rounds; ++round) {
            small_ms.push_back(run(context, small.ask(of_small[i].path)));
            large_ms.push_back(run(context, large.ask(of_large[i].path)));
        }
        const std::string& name = of_large[i].name;
        reports[name] = object{
            {"short_history_ms", median(small_ms)}, {"long_history_ms", median(large_ms)}};
        goals.push_back(goal(name, median(large_ms), Bound::at_most, of_large[i].goal_ms, "ms"));
        goals.push_back(goal(
            "  of a short history's", median(large_ms) / median(small_ms), Bound::at_most, 1.5,
            "×"));
    }
    const auto checking = Clock::now();
    run(context, large.bench().verify());
    const std::chrono::duration<double> checked = Clock::now() - checking;
    object out;
    out["entries"] = history;
    out["entries_of_the_short_history"] = short_history;
    out["accounts"] = accounts_made;
    out["outlets"] = outlets_made;
    out["contacts"] = contacts_made;
    out["filled_in_s"] = filling.count();
    out["verified_in_s"] = checked.count();
    out["reports"] = std::move(reports);
    out["goals"] = std::move(goals);
    return out;
}

object statements(const Settings& settings, asio::io_context& context) {
    Shop small(settings, context, "statements_short");
    Shop large(settings, context, "statements_long");
    return compare(small, large, settings.history, context);
}

object mysql_statements(const Settings& settings, asio::io_context& context) {
    Database database(
        settings.mariadb_script, settings.work / "mysql_statements-db", settings.buffer_pool);
    Settings of_small = settings;
    Settings of_large = settings;
    of_small.server_flags.push_back("--database-url=" + database.create("history_short"));
    of_large.server_flags.push_back("--database-url=" + database.create("history_long"));
    Shop small(of_small, context, "mysql_statements_short");
    Shop large(of_large, context, "mysql_statements_long");
    object out = compare(small, large, settings.history, context);
    out["database"] = database.version();
    out["buffer_pool"] = database.buffer_pool();
    return out;
}

}  // namespace

std::span<const Scenario> statement_scenarios() {
    static const std::array<Scenario, 1> scenarios{
        {{"statements", "Reports in a book with a long history, SQLite", statements}}};
    return scenarios;
}

std::span<const Scenario> database_statement_scenarios() {
    static const std::array<Scenario, 1> scenarios{
        {{"mysql_statements", "Reports in a book with a long history, MariaDB", mysql_statements}}};
    return scenarios;
}

}  // namespace arus::bench
