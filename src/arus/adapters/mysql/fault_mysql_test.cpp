// SPDX-License-Identifier: Apache-2.0
// The way to the database breaks, transactions collide, several instances write at once.
#include "arus/adapters/mysql/test_database.hpp"
#include "arus/async/loop_pool.hpp"
#include "arus/base/testing/seed.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <random>
#include <thread>

namespace arus::mysql {
namespace {

using namespace std::chrono_literals;
using ledger::Direction;

Deadline soon() {
    return Deadline::in(60s);
}

class Fault : public ServerTest {
protected:
    void SetUp() override {
        ServerTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) {
            return;
        }
        migrate_mysql(owner);
        options = make_user();
        stores = open_mysql(options);
        make_book();
    }
    void TearDown() override {
        stores.reset();
        ServerTest::TearDown();
    }

    template <class T>
    std::future<T> start(Awaitable<T> task) {
        return asio::co_spawn(loops.loop(0), std::move(task), asio::use_future);
    }
    template <class T>
    T wait(Awaitable<T> task) {
        return start(std::move(task)).get();
    }

    void make_book() {
        app::UserCredentials user;
        actor.user_id = UserId::make(system_clock().now());
        actor.name = "Sari";
        user.user = {actor.user_id, "sari@example.org", "Sari", "id", system_clock().now()};
        user.password_hash = "x";
        wait(stores->identity().create_user(user, app::IdentityStore::NewUserRule::any, soon()));
        app::NewBook made;
        made.owner = actor.user_id;
        made.book.id = BookId::make(system_clock().now());
        made.book.name = "Kopi";
        made.book.currency = "IDR";
        made.book.time_zone = "Asia/Jakarta";
        made.book.fiscal_year_start = "01-01";
        made.book.chart_template = "none";
        made.book.created_at = system_clock().now();
        const auto add = [&](const char* code, ledger::AccountType type,
                             ledger::AccountSubtype subtype) {
            ledger::AccountDraft draft;
            draft.account.id = AccountId::make(system_clock().now());
            draft.account.code = code;
            draft.account.name = code;
            draft.account.type = type;
            draft.account.subtype = subtype;
            ledger::Entry entry;
            entry.actor = actor;
            entry.act = draft;
            made.chart.entries.push_back(entry);
        };
        add("1101", ledger::AccountType::asset, ledger::AccountSubtype::cash);
        add("4101", ledger::AccountType::income, ledger::AccountSubtype::sales);
        book = wait(stores->ledger().create_book(made, soon())).book.id;
    }

    std::vector<ledger::Submission> sales(const std::string& key, std::size_t count = 1) {
        std::vector<ledger::Submission> submissions(count);
        for (std::size_t i = 0; i < count; ++i) {
            ledger::TransactionDraft draft;
            draft.id = TransactionId::make(system_clock().now());
            draft.kind = ledger::TransactionKind::sale;
            draft.description = "Kopi";
            draft.postings.resize(2);
            draft.postings[0].account = "1101";
            draft.postings[0].direction = Direction::debit;
            draft.postings[0].amount = "5";
            draft.postings[1].account = "4101";
            draft.postings[1].direction = Direction::credit;
            draft.postings[1].amount = "5";
            ledger::Entry entry;
            entry.actor = actor;
            entry.act = draft;
            entry.idempotency.key = key + "-" + std::to_string(i);
            entry.idempotency.request_hash = sha256(entry.idempotency.key);
            submissions[i].entries.push_back(entry);
        }
        return submissions;
    }

    static bool is_committed(const app::CommitResult& result) {
        return std::holds_alternative<app::Committed>(result.verdicts.at(0).at(0));
    }
    static bool is_replayed(const app::CommitResult& result) {
        return std::get<app::Committed>(result.verdicts.at(0).at(0)).replayed;
    }

    Failure::Facts facts_of_commit(
        app::Stores& of, std::vector<ledger::Submission> what, Deadline deadline) {
        try {
            wait(of.ledger().commit_batch(book, std::move(what), deadline));
        } catch (const Failure& failure) {
            return failure.facts();
        }
        ADD_FAILURE() << "it was committed";
        return {};
    }

    std::string lock_head() const {
        return "SELECT 1 FROM book_heads WHERE book_id = x'" + hex_of(book.bytes) + "' FOR UPDATE";
    }

    std::uint64_t sequence(app::Stores& of) {
        return wait(of.ledger().find_book(book, soon()))->head.sequence;
    }
    void expect_sound() {
        const auto record = wait(stores->ledger().verify(book, std::nullopt, soon()));
        ASSERT_TRUE(record);
        EXPECT_TRUE(record->report.ok);
    }

    LoopPool loops{1};
    Options options;
    std::unique_ptr<app::Stores> stores;
    BookId book;
    ledger::Actor actor;
};

TEST_F(Fault, lost_answer_of_a_commit_is_told_as_unknown_and_the_key_finds_the_truth) {
    Proxy proxy(server);
    const auto other = open_mysql(proxy.through(options));
    ASSERT_TRUE(is_committed(wait(other->ledger().commit_batch(book, sales("a"), soon()))));

    proxy.set_cut(Proxy::Cut::after_commit);
    const auto kept = sales("b");
    auto facts = facts_of_commit(*other, kept, soon());
    EXPECT_FALSE(facts.outcome_known);
    EXPECT_TRUE(facts.retryable);
    auto again = wait(other->ledger().commit_batch(book, kept, soon()));
    EXPECT_TRUE(is_replayed(again));

    proxy.set_cut(Proxy::Cut::before_commit);
    const auto lost = sales("c");
    facts = facts_of_commit(*other, lost, soon());
    EXPECT_FALSE(facts.outcome_known);
    again = wait(other->ledger().commit_batch(book, lost, soon()));
    EXPECT_FALSE(is_replayed(again));
    EXPECT_EQ(sequence(*stores), 3U);
    expect_sound();
}

TEST_F(Fault, lost_answer_of_a_small_act_is_told_as_unknown) {
    Proxy proxy(server);
    const auto other = open_mysql(proxy.through(options));
    proxy.set_cut(Proxy::Cut::after_commit);
    try {
        wait(other->identity().set_password_hash(actor.user_id, "y", soon()));
        FAIL() << "it was done";
    } catch (const Failure& failure) {
        EXPECT_FALSE(failure.facts().outcome_known);
    }
    EXPECT_EQ(
        wait(other->identity().find_user_by_email("sari@example.org", soon()))->password_hash, "y");
}

TEST_F(Fault, connections_that_died_while_idle_are_not_noticed_by_callers) {
    for (int i = 0; i < 3; ++i) {
        const auto ids = read(
            server, "SELECT CAST(id AS CHAR) FROM information_schema.processlist WHERE user = '"
                        + options.user + "'");
        ASSERT_FALSE(ids.empty());
        for (const auto& id : ids) {
            run(server, "KILL " + id);
        }
        ASSERT_TRUE(is_committed(
            wait(stores->ledger().commit_batch(book, sales("k" + std::to_string(i)), soon()))));
        EXPECT_TRUE(wait(stores->identity().has_users(soon())));
        EXPECT_EQ(wait(stores->ledger().balances(book, {}, soon())).items.size(), 2U);
    }
    EXPECT_EQ(sequence(*stores), 3U);
    expect_sound();
}

TEST_F(Fault, database_that_is_away_is_told_at_once_and_found_again_by_itself) {
    Proxy proxy(server);
    const auto other = open_mysql(proxy.through(options));
    proxy.set_open(false);
    for (int i = 0; i < 50; ++i) {
        const auto facts = facts_of_commit(*other, sales("away" + std::to_string(i)), soon());
        EXPECT_TRUE(
            facts.kind == Failure::Kind::unavailable || facts.kind == Failure::Kind::timeout);
        EXPECT_TRUE(facts.retryable);
    }
    proxy.set_open(true);
    // Nobody asks it to: it looks for the database itself, and then serves.
    const auto limit = soon();
    bool back = false;
    while (!back && !limit.has_passed()) {
        try {
            back = is_committed(wait(other->ledger().commit_batch(book, sales("back"), soon())));
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::unavailable);
        }
    }
    EXPECT_TRUE(back);
    EXPECT_EQ(sequence(*stores), 1U);
    EXPECT_LE(other->figures().connections, options.connections_max);
}

TEST_F(Fault, once_one_loop_has_found_the_database_again_none_refuses) {
    Proxy proxy(server);
    auto wide = options;
    wide.threads = 4;
    wide.connections_max = 8;
    const auto other = open_mysql(proxy.through(wide));
    const auto answers = [&] {
        try {
            return wait(other->identity().has_users(soon()));
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::unavailable);
            return false;
        }
    };
    proxy.set_open(false);
    // Long enough that every loop puts its next try off as far as it ever does.
    for (const auto away = Deadline::in(3s); !away.has_passed();) {
        ASSERT_FALSE(answers());
    }
    proxy.set_open(true);
    const auto limit = soon();
    while (!answers() && !limit.has_passed()) {}
    for (int i = 0; i < 32; ++i) {
        EXPECT_TRUE(answers()) << "call " << i;
    }
}

TEST_F(Fault, server_that_says_nothing_is_given_up_at_the_deadline) {
    Proxy proxy(server);
    const auto other = open_mysql(proxy.through(options));
    ASSERT_TRUE(is_committed(wait(other->ledger().commit_batch(book, sales("a"), soon()))));
    proxy.set_silent(true);
    auto facts = facts_of_commit(*other, sales("b"), Deadline::in(300ms));
    EXPECT_EQ(facts.kind, Failure::Kind::timeout);
    try {
        wait(other->ledger().find_book(book, Deadline::in(300ms)));
        ADD_FAILURE() << "it was answered";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.facts().kind, Failure::Kind::timeout);
    }
    proxy.set_silent(false);
    ASSERT_TRUE(is_committed(wait(other->ledger().commit_batch(book, sales("c"), soon()))));
}

TEST_F(Fault, calls_beyond_the_queue_are_refused) {
    auto narrow = options;
    narrow.connections_min = 1;
    narrow.connections_max = 1;
    narrow.calls_waiting_max = 3;
    const auto other = open_mysql(narrow);
    // Somebody holds the head, so the first call keeps the only connection.
    SideSession holder(owner);
    ASSERT_EQ(holder.run("START TRANSACTION;" + lock_head()), 0);
    std::vector<std::future<app::CommitResult>> calls;
    for (int i = 0; i < 8; ++i) {
        calls.push_back(
            start(other->ledger().commit_batch(book, sales("q" + std::to_string(i)), soon())));
    }
    int refused = 0;
    int done = 0;
    // The calls that found no place end while the head is still held.
    for (auto& call : calls) {
        if (&call - calls.data() < 4) {
            continue;
        }
        try {
            call.get();
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.facts().kind, Failure::Kind::overloaded);
            ++refused;
        }
    }
    EXPECT_EQ(refused, 4);
    ASSERT_EQ(holder.run("ROLLBACK"), 0);
    for (int i = 0; i < 4; ++i) {
        done += is_committed(calls[static_cast<std::size_t>(i)].get()) ? 1 : 0;
    }
    EXPECT_EQ(done, 4);
    EXPECT_EQ(sequence(*stores), 4U);
}

TEST_F(Fault, lock_that_is_not_got_in_time_is_tried_for_again) {
    SideSession holder(owner);
    ASSERT_EQ(holder.run("START TRANSACTION;" + lock_head()), 0);
    auto call = start(stores->ledger().commit_batch(book, sales("a"), soon()));
    const auto limit = soon();
    while (stores->figures().retries == 0 && !limit.has_passed()) {
        read(server, "SELECT 'is it tried again?'");
    }
    EXPECT_GE(stores->figures().retries, 1U);
    ASSERT_EQ(holder.run("ROLLBACK"), 0);
    EXPECT_TRUE(is_committed(call.get()));
    expect_sound();
}

TEST_F(Fault, deadlock_is_tried_again) {
    ASSERT_TRUE(is_committed(wait(stores->ledger().commit_batch(book, sales("a"), soon()))));
    // The other transaction has written more, so the batch is the one to be given up.
    SideSession other(owner);
    ASSERT_EQ(
        other.run("START TRANSACTION; INSERT IGNORE INTO audit_heads SELECT UNHEX(MD5(CONCAT("
                  "table_schema, table_name, column_name))), 0, REPEAT('x', 32) FROM "
                  "information_schema.columns LIMIT 1000; SELECT 1 FROM balances FOR UPDATE"),
        0);
    auto call = start(stores->ledger().commit_batch(book, sales("b"), soon()));
    const auto limit = soon();
    bool waits = false;
    while (!waits && !limit.has_passed()) {
        waits = !read(
                     server,
                     "SELECT trx_state FROM information_schema.innodb_trx t JOIN "
                     "information_schema.processlist p ON p.id = t.trx_mysql_thread_id "
                     "WHERE trx_state = 'LOCK WAIT' AND p.user = '"
                         + options.user + "'")
                     .empty();
        // InnoDB makes this table anew only when nobody has read it for 100 ms.
        std::this_thread::sleep_for(150ms);
    }
    ASSERT_TRUE(waits);
    ASSERT_EQ(other.run(lock_head()), 0);
    ASSERT_EQ(other.run("ROLLBACK"), 0);
    EXPECT_TRUE(is_committed(call.get()));
    EXPECT_GE(stores->figures().retries, 1U);
    EXPECT_EQ(sequence(*stores), 2U);
    expect_sound();
}

TEST_F(Fault, several_instances_keep_one_order) {
    std::vector<std::unique_ptr<app::Stores>> instances;
    for (int i = 0; i < 3; ++i) {
        auto mine = options;
        mine.threads = i == 0 ? 2 : 1;
        instances.push_back(open_mysql(mine));
    }
    std::vector<std::future<app::CommitResult>> calls;
    for (int round = 0; round < 40; ++round) {
        for (std::size_t i = 0; i < instances.size(); ++i) {
            const auto key = std::to_string(round) + "-" + std::to_string(i);
            calls.push_back(
                start(instances[i]->ledger().commit_batch(book, sales(key, 3), soon())));
        }
    }
    std::set<std::uint64_t> offsets;
    for (auto& call : calls) {
        const auto result = call.get();
        ASSERT_TRUE(result.batch);
        std::uint64_t before = 0;
        for (const auto& event : result.batch->events) {
            EXPECT_TRUE(offsets.insert(event.offset).second);
            EXPECT_TRUE(before == 0 || event.offset == before + 1);
            before = event.offset;
        }
    }
    EXPECT_EQ(offsets.size(), 360U);
    EXPECT_EQ(sequence(*stores), 360U);
    expect_sound();
    // The one that began has not written since: what it knew is not what it uses.
    ASSERT_TRUE(is_committed(wait(stores->ledger().commit_batch(book, sales("last"), soon()))));
    expect_sound();
}

/// Three instances take turns by chance in a book whose limits, lock date, accounts and outlets
/// change all the time; a plain model says what each act must come to. An instance that missed
/// anything that another one did answers otherwise, or writes what verify finds.
TEST_F(Fault, what_one_instance_changes_the_others_obey) {
    std::vector<std::unique_ptr<app::Stores>> instances;
    for (int i = 0; i < 3; ++i) {
        instances.push_back(open_mysql(options));
    }
    std::mt19937 random(test_seed(20'261'122));
    const auto pick = [&](std::size_t end) { return random() % end; };
    // The model.
    std::int64_t balance = 0;
    std::int64_t held = 0;
    std::optional<std::int64_t> minimum;
    bool is_locked = false;
    std::vector<std::string> cash{"1101"};
    std::vector<OutletId> outlets;
    std::vector<std::pair<TransactionId, std::int64_t>> holds;
    const auto accounts = wait(stores->ledger().list_accounts(book, soon()));
    const auto till = std::ranges::find(accounts, "1101", &ledger::Account::code)->id;
    const auto today = local_hour("Asia/Jakarta", system_clock().now()).date;

    int number = 0;
    const auto act = [&](ledger::Act what) {
        ledger::Entry entry;
        entry.actor = actor;
        entry.act = std::move(what);
        entry.idempotency.key = "act-" + std::to_string(++number);
        entry.idempotency.request_hash = sha256(entry.idempotency.key);
        std::vector<ledger::Submission> one(1);
        one[0].entries.push_back(std::move(entry));
        auto& instance = *instances[pick(instances.size())];
        const auto result = wait(instance.ledger().commit_batch(book, std::move(one), soon()));
        const auto* refusal = std::get_if<Refusal>(&result.verdicts.at(0).at(0));
        return refusal == nullptr ? std::string("done") : std::string(code_of(refusal->code));
    };
    const auto moved = [&](const std::string& debit, const std::string& credit,
                           std::int64_t amount) {
        auto draft = std::get<ledger::TransactionDraft>(sales("x").at(0).entries.at(0).act);
        draft.id = TransactionId::make(system_clock().now());
        draft.kind = ledger::TransactionKind::journal;
        draft.date = today;
        draft.postings[0].account = debit;
        draft.postings[1].account = credit;
        draft.postings[0].amount = draft.postings[1].amount = std::to_string(amount);
        return draft;
    };
    const auto change_of_till = [&] {
        ledger::AccountChange change;
        change.id = till;
        return change;
    };
    const auto may_leave = [&](std::int64_t amount) {
        return !minimum || balance - held - amount >= *minimum;
    };
    for (int i = 0; i < 400; ++i) {
        const auto amount = static_cast<std::int64_t>(1 + pick(500));
        std::string expected = is_locked ? "period_locked" : "done";
        switch (pick(12)) {
            case 0:
            case 1:
            case 2: {  // comes in, at an outlet that some instance made
                auto draft = moved("1101", "4101", amount);
                if (!outlets.empty()) {
                    draft.outlet_id = outlets[pick(outlets.size())];
                }
                EXPECT_EQ(act(draft), expected) << i;
                balance += is_locked ? 0 : amount;
                break;
            }
            case 3:
            case 4: {  // goes out to a till that some instance made
                if (!is_locked && !may_leave(amount)) {
                    expected = "insufficient_balance";
                }
                const auto& to = cash[pick(cash.size())];
                if (to == "1101") {
                    break;
                }
                EXPECT_EQ(act(moved(to, "1101", amount)), expected) << i;
                balance -= expected == "done" ? amount : 0;
                break;
            }
            case 5: {  // is held
                auto draft = moved("4101", "1101", amount);
                draft.pending = true;
                if (!is_locked && !may_leave(amount)) {
                    expected = "insufficient_balance";
                }
                EXPECT_EQ(act(draft), expected) << i;
                if (expected == "done") {
                    holds.emplace_back(draft.id, amount);
                    held += amount;
                }
                break;
            }
            case 6: {  // what is held is given free; the lock does not matter
                if (holds.empty()) {
                    break;
                }
                ledger::SettleDraft settle;
                settle.target = holds.back().first;
                settle.outcome = ledger::SettleDraft::Outcome::voided;
                EXPECT_EQ(act(settle), "done") << i;
                held -= holds.back().second;
                holds.pop_back();
                break;
            }
            case 7: {  // another minimum
                auto change = change_of_till();
                minimum = static_cast<std::int64_t>(pick(800));
                change.min_balance = std::optional<std::string>(std::to_string(*minimum));
                EXPECT_EQ(act(change), "done") << i;
                break;
            }
            case 8: {  // another name, which every event from now on says
                auto change = change_of_till();
                change.name = "Kas " + std::to_string(i);
                EXPECT_EQ(act(change), "done") << i;
                break;
            }
            case 9: {  // a new till
                ledger::AccountDraft draft;
                draft.account.id = AccountId::make(system_clock().now());
                draft.account.code = "11-" + std::to_string(i);
                draft.account.name = "Laci";
                draft.account.subtype = ledger::AccountSubtype::cash;
                EXPECT_EQ(act(draft), "done") << i;
                cash.push_back(draft.account.code);
                break;
            }
            case 10: {  // a new outlet
                ledger::OutletDraft draft;
                draft.outlet.id = OutletId::make(system_clock().now());
                draft.outlet.code = "T" + std::to_string(i);
                draft.outlet.name = "Toko";
                EXPECT_EQ(act(draft), "done") << i;
                outlets.push_back(draft.outlet.id);
                break;
            }
            default: {  // today is locked, or open again
                is_locked = !is_locked;
                ledger::BookChange change;
                change.lock_date = std::optional<Date>(today.plus_days(is_locked ? 0 : -1));
                EXPECT_EQ(act(change), "done") << i;
                break;
            }
        }
    }
    EXPECT_GT(balance, 0);
    EXPECT_GT(cash.size(), 5U);
    expect_sound();
    app::BalanceQuery query;
    const auto sums = wait(stores->ledger().balances(book, query, soon()));
    const auto stored = std::ranges::find_if(
        sums.items, [&](const auto& item) { return item.account.id == till; });
    EXPECT_EQ(stored->totals.debit_minor - stored->totals.credit_minor, balance);
    EXPECT_EQ(stored->totals.pending_credit_minor, held);
}

/// What others did is read from where this instance stood; where that is no part of the history any
/// more, or too long ago, everything is read again.
TEST_F(Fault, instance_that_was_away_for_long_reads_everything_again) {
    const auto away = open_mysql(options);
    ASSERT_TRUE(is_committed(wait(away->ledger().commit_batch(book, sales("a"), soon()))));
    for (int i = 0; i < 5; ++i) {
        wait(stores->ledger().commit_batch(book, sales("b" + std::to_string(i), 1'000), soon()));
    }
    ASSERT_TRUE(is_committed(wait(away->ledger().commit_batch(book, sales("c"), soon()))));
    EXPECT_EQ(sequence(*stores), 5'002U);
    ASSERT_TRUE(is_committed(wait(stores->ledger().commit_batch(book, sales("d"), soon()))));
    ASSERT_TRUE(is_committed(wait(away->ledger().commit_batch(book, sales("e"), soon()))));
    expect_sound();
}

TEST_F(Fault, batch_of_many_megabytes_goes_in_pieces) {
    auto submissions = sales("big", 120);
    for (auto& submission : submissions) {
        auto& draft = std::get<ledger::TransactionDraft>(submission.entries[0].act);
        const auto legs = draft.postings;
        for (int i = 0; i < 90; ++i) {
            draft.postings.insert(draft.postings.end(), legs.begin(), legs.end());
        }
        for (auto& posting : draft.postings) {
            posting.memo = std::string(100, 'm');
        }
    }
    const auto result = wait(stores->ledger().commit_batch(book, submissions, soon()));
    for (const auto& verdicts : result.verdicts) {
        EXPECT_TRUE(std::holds_alternative<app::Committed>(verdicts.at(0)));
    }
    EXPECT_EQ(sequence(*stores), 120U);
    expect_sound();
}

TEST_F(Fault, stop_refuses_new_calls_and_ends_what_runs) {
    auto running = start(stores->ledger().commit_batch(book, sales("a", 50), soon()));
    ASSERT_TRUE(is_committed(running.get()));
    stores->stop();
    EXPECT_EQ(facts_of_commit(*stores, sales("b"), soon()).kind, Failure::Kind::overloaded);
    stores->stop();
    EXPECT_EQ(stores->figures().connections, 0U);
}

}  // namespace
}  // namespace arus::mysql
