// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/mysql/detail/event_reads.hpp"
#include "arus/adapters/mysql/detail/figure_reads.hpp"
#include "arus/adapters/mysql/detail/transaction_list.hpp"
#include "arus/adapters/mysql/test_database.hpp"

#include <functional>

// A page costs what it shows, wherever in the history it begins: the server must not read, nor
// sort, what lies beside it. Counted in rows that it looked at, so no clock is needed.
namespace arus::mysql {
namespace {

using Query = app::TransactionQuery;

constexpr std::uint64_t transactions_made = 8'192;
constexpr std::uint64_t middle = transactions_made / 2;
constexpr Date only_day{20'000};
/// For a page of twenty transactions with all their parts; the book holds many times as much.
constexpr std::uint64_t rows_of_a_page_max = 1'000;

/// A book of one busy day: every index but those by sequence leads to all of it. The first quarter
/// was held and posted, everything was booked later than asked for. What no read looks at is left
/// out: keys, sums, a chain that fits.
constexpr char fill_book[] = R"(
    INSERT INTO books VALUES (x'01010101010101010101010101010101', 'Toko', 'IDR', 0, 'UTC',
      '01-01', NULL, 'none', 0);
    INSERT INTO book_heads VALUES (x'01010101010101010101010101010101', 10240, 10240,
      REPEAT('h', 32), 1, 1, '0123456789abcdef', 0);
    INSERT INTO accounts VALUES
      (x'01010101010101010101010101010101', x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', '1101', 'Kas',
       'asset', 'cash', NULL, NULL, 0, 1);
    INSERT INTO outlets VALUES
      (x'01010101010101010101010101010101', x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', 'PST', 'Pusat', 0,
       1);
    INSERT INTO transactions (book_id, id, sequence, `offset`, pending, date, original_date, kind,
      outlet_id, contact_id, created_by, amount_minor, committed_at_us, posting_count, tag_count,
      line_count, description, created_by_name)
      SELECT x'01010101010101010101010101010101', UNHEX(MD5(n)), n, n, n <= 2048, 20000, 19999,
        'sale', x'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b', x'0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c',
        x'0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d', 5, n, 2, 1, 0, 'Kopi', 'Ani'
      FROM numbers;
    INSERT INTO settlements
      SELECT x'01010101010101010101010101010101', 8192 + n, 8192 + n, UNHEX(MD5(n)), n, 'posted',
        20000, NULL, n, x'0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d'
      FROM numbers WHERE n <= 2048;
    INSERT INTO postings
      SELECT x'01010101010101010101010101010101', n, 0, x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a',
        'debit', 5, NULL FROM numbers;
    INSERT INTO postings
      SELECT x'01010101010101010101010101010101', n, 1, x'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a',
        'credit', 5, NULL FROM numbers;
    INSERT INTO transaction_tags
      SELECT x'01010101010101010101010101010101', n, 0, 'qris' FROM numbers;
    INSERT INTO events
      SELECT x'01010101010101010101010101010101', n, n, 'transaction.posted', REPEAT('h', 32), NULL,
        '{}' FROM numbers;
    INSERT INTO events
      SELECT x'01010101010101010101010101010101', 8192 + n, n, 'transaction.posted',
        REPEAT('h', 32), NULL, '{}' FROM numbers WHERE n <= 2048;
    ANALYZE TABLE transactions, settlements, postings, transaction_tags, events)";

class ReadCost : public ServerTest {
protected:
    void SetUp() override {
        ServerTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) {
            return;
        }
        migrate_mysql(owner);
        std::string numbers =
            "CREATE TABLE numbers (n BIGINT PRIMARY KEY); INSERT INTO numbers VALUES (1)";
        for (std::uint64_t count = 1; count < transactions_made; count *= 2) {
            numbers += ";INSERT INTO numbers SELECT n + " + std::to_string(count) + " FROM numbers";
        }
        ASSERT_EQ(run(owner, numbers), 0);
        ASSERT_EQ(run(owner, fill_book), 0);
        book.bytes.fill(1);
        account.bytes.fill(10);
        outlet.bytes.fill(11);
        contact.bytes.fill(12);
    }

    using Read = std::function<Awaitable<void>(Connection&)>;

    static Awaitable<std::uint64_t> rows_read(Connection& connection) {
        const auto replies = co_await connection.query("SHOW SESSION STATUS LIKE 'Handler_read_%'");
        std::uint64_t sum = 0;
        for (auto rows = replies.rows(0); rows.next();) {
            // Not what it reads from its own tables in memory, this one's answer among them.
            if (!rows.text(0).starts_with("Handler_read_rnd")) {
                sum += rows.count(1);
            }
        }
        co_return sum;
    }

    static Awaitable<std::uint64_t> measure(Options options, Read read) {
        const auto deadline = Deadline::in(std::chrono::seconds(60));
        auto connection = co_await Connection::open(make_target(options), deadline);
        connection->set_deadline(deadline);
        const auto before = co_await rows_read(*connection);
        co_await read(*connection);
        const auto after = co_await rows_read(*connection);
        co_await connection->close();
        co_return after - before;
    }

    std::uint64_t cost_of(Read read) { return run_here(measure(owner, std::move(read))); }

    /// Twenty from the middle of the book on.
    void expect_cheap_page(const char* name, Query query) {
        SCOPED_TRACE(name);
        query.limit = 20;
        query.after = Query::After{middle, only_day};
        app::TransactionPage page;
        struct List {
            static Awaitable<void> into(
                Connection& connection, BookId from, Query asked, app::TransactionPage& out) {
                out = co_await list_transactions(connection, from, asked);
            }
        };
        Read read = [&](Connection& connection) {
            return List::into(connection, book, query, page);
        };
        EXPECT_LE(cost_of(std::move(read)), rows_of_a_page_max);
        ASSERT_EQ(page.items.size(), 20U);
        EXPECT_TRUE(page.has_more);
        EXPECT_EQ(page.items.front().transaction.sequence, middle - 1);
        EXPECT_EQ(page.items.back().transaction.sequence, middle - 20);
    }

    BookId book;
    AccountId account;
    OutletId outlet;
    ContactId contact;
};

TEST_F(ReadCost, of_a_page_by_sequence_does_not_grow_with_the_book) {
    expect_cheap_page("all", {});
    Query query;
    query.outlet_ids = std::vector<OutletId>{outlet};
    expect_cheap_page("outlet", query);
    query = {};
    query.contact_id = contact;
    expect_cheap_page("contact", query);
    query = {};
    query.late = true;
    expect_cheap_page("late", query);
    query = {};
    query.account_id = account;
    expect_cheap_page("account", query);
    query = {};
    query.tag = "qris";
    expect_cheap_page("tag", query);
    query.account_id = account;
    query.outlet_ids = std::vector<OutletId>{outlet};
    query.amount_minor = 5;
    query.from = only_day;
    query.to = only_day;
    expect_cheap_page("several filters on a day", query);
}

TEST_F(ReadCost, of_a_page_by_date_does_not_grow_with_the_day) {
    Query query;
    query.order = Query::Order::date;
    expect_cheap_page("all", query);
    query.from = only_day;
    query.to = only_day;
    expect_cheap_page("one day", query);
    query.account_id = account;
    query.tag = "qris";
    expect_cheap_page("account and tag", query);
}

TEST_F(ReadCost, of_a_list_that_finds_nothing_grows_with_the_days_that_are_asked_for) {
    Query query;
    query.words = std::vector<std::string>{"nothing"};
    query.from = only_day.plus_days(1);
    std::size_t found = 1;
    struct List {
        static Awaitable<void> into(
            Connection& connection, BookId from, Query asked, std::size_t& out) {
            const auto page = co_await list_transactions(connection, from, asked);
            out = page.items.size();
        }
    };
    Read read = [&](Connection& connection) { return List::into(connection, book, query, found); };
    EXPECT_LE(cost_of(read), rows_of_a_page_max);
    EXPECT_EQ(found, 0U);
    query.order = Query::Order::date;
    EXPECT_LE(cost_of(read), rows_of_a_page_max);
    // On the day itself everything is looked at, once.
    query.from = only_day;
    EXPECT_LE(cost_of(read), 4 * transactions_made);
}

TEST_F(ReadCost, of_events_and_of_the_dashboard_does_not_grow_with_the_book) {
    struct Events {
        static Awaitable<void> of(Connection& connection, BookId from) {
            const auto page = co_await list_events(
                connection, from, {.after = middle, .limit = 100});
            EXPECT_EQ(page.events.size(), 100U);
        }
    };
    Read read = [this](Connection& connection) { return Events::of(connection, book); };
    EXPECT_LE(cost_of(read), 200U);
    struct Dashboard {
        static Awaitable<void> of(Connection& connection, BookId from) {
            app::SummaryQuery query;
            query.days = {only_day};
            query.from = only_day;
            query.to = only_day;
            const auto summary = co_await read_summary(connection, from, query);
            EXPECT_EQ(summary.outlets.at(0).last_committed_at, Instant{transactions_made});
        }
    };
    read = [this](Connection& connection) { return Dashboard::of(connection, book); };
    EXPECT_LE(cost_of(read), 200U);
}

}  // namespace
}  // namespace arus::mysql
