// SPDX-License-Identifier: Apache-2.0
// How long a store takes to commit batches of sales, beneath committer and HTTP. Reports, judges
// nothing; not part of ctest.
//   BATCHES=200 ENTRIES=256 READS=1 commit_bench
#include "support.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace arus::contract {
namespace {

double thread_seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::size_t number_of(const char* name, std::size_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : static_cast<std::size_t>(std::strtoull(text, nullptr, 10));
}

class Bench : public BookTest {
protected:
    void run(std::size_t batches, std::size_t entries) {
        const auto outlet_id = outlet("PST");
        std::vector<std::vector<ledger::Submission>> work(batches);
        for (auto& submissions : work) {
            for (std::size_t i = 0; i < entries; ++i) {
                auto made = sale("25000");
                made.outlet_id = outlet_id;
                ledger::Submission submission;
                submission.entries.push_back(money_entry(actor, made, made.id.text(), true));
                submissions.push_back(std::move(submission));
            }
        }
        const double cpu_before = thread_seconds(CLOCK_PROCESS_CPUTIME_ID);
        const auto start_time = std::chrono::steady_clock::now();
        for (auto& submissions : work) {
            wait(ledger().commit_batch(book, std::move(submissions), soon()));
        }
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start_time).count();
        const double cpu = thread_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_before;
        const auto count = static_cast<double>(batches * entries);
        std::printf(
            "%zu batches of %zu: %.0f transactions/s, %.1f us wall and %.1f us cpu (all threads) a "
            "transaction\n",
            batches, entries, count / seconds, seconds * 1e6 / count, cpu * 1e6 / count);
        if (number_of("READS", 1) != 0) {
            time_reads();
        }
    }

    template <class Ask>
    void time(const char* what, int times, Ask ask) {
        const auto before = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i) {
            ask();
        }
        const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now()
                                                                - before;
        std::printf("  %-48s %10.0f us\n", what, spent.count() / times);
    }

    void time_reads() {
        const auto head = wait(ledger().find_book(book, soon()))->head;
        std::printf(
            "reads of a book with %llu events, each alone, the way between threads included:\n",
            static_cast<unsigned long long>(head.offset));
        app::TransactionQuery list;
        const auto last = wait(ledger().list_transactions(book, list, soon())).items.back();
        time("find_transaction", 1'000, [&] {
            wait(ledger().find_transaction(book, last.transaction.id, soon()));
        });
        time("list_transactions, 50", 200, [&] {
            wait(ledger().list_transactions(book, list, soon()));
        });
        list.from = today();
        list.account_id = account("4101");
        list.outlet_ids = std::vector<OutletId>{outlet("PST")};
        time("list_transactions, account, outlet, from", 200, [&] {
            wait(ledger().list_transactions(book, list, soon()));
        });
        list.order = app::TransactionQuery::Order::date;
        time("list_transactions, the same by date", 200, [&] {
            wait(ledger().list_transactions(book, list, soon()));
        });
        list.words = std::vector<std::string>{"nothing"};
        time("list_transactions, a word nobody wrote", 2, [&] {
            wait(ledger().list_transactions(book, list, soon()));
        });
        time("balances", 500, [&] { wait(ledger().balances(book, {}, soon())); });
        app::BalanceQuery as_of;
        as_of.to = today();
        time("balances as of a day", 500, [&] { wait(ledger().balances(book, as_of, soon())); });
        as_of.at_sequence = head.sequence > 10'000 ? head.sequence - 10'000 : 0;
        time("balances as known 10,000 acts ago", 20, [&] {
            wait(ledger().balances(book, as_of, soon()));
        });
        app::SummaryQuery summary;
        summary.days = {today(), today().plus_days(-1)};
        summary.from = today();
        summary.to = today();
        time("summary", 500, [&] { wait(ledger().summary(book, summary, soon())); });
        time("events, 500", 100, [&] {
            wait(ledger().events(book, {.after = head.offset - 500}, soon()));
        });
        time("verify in full", 1, [&] { EXPECT_TRUE(verify().report.ok); });
    }
};

TEST_P(Bench, commits_sales) {
    run(number_of("BATCHES", 200), number_of("ENTRIES", 256));
}

ARUS_CONTRACT_SUITE(Bench);

}  // namespace
}  // namespace arus::contract
