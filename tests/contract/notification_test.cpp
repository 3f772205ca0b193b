// SPDX-License-Identifier: Apache-2.0
// Rules, and what is told by them.
#include "support.hpp"

#include "arus/adapters/memory/memory_event_bus.hpp"
#include "arus/app/notifications/notifications.hpp"
#include "arus/app/notifications/notifications_teller.hpp"

#include <boost/json/parse.hpp>

#include <mutex>

namespace arus::contract {
namespace {

using app::NotificationKind;
using app::NotificationStore;

constexpr std::int64_t minute_us = 60'000'000;

class Notifications : public BookTest {
protected:
    Notifications() { store->clock.set({1'795'316'400'000'000}); }

    app::NotificationRule rule_of(NotificationKind kind) {
        app::NotificationRule rule;
        rule.id = new_id<app::NotificationRuleId>();
        rule.book_id = book;
        rule.user_id = owner;
        rule.kind = kind;
        rule.created_at = store->clock.now();
        rule.changed_at = rule.created_at;
        const auto record = wait(ledger().find_book(book, soon()));
        rule.epoch = record->head.epoch;
        rule.at_offset = record->head.offset;
        return rule;
    }
    app::NotificationRule balance_below(std::int64_t limit) {
        auto rule = rule_of(NotificationKind::balance_below);
        rule.account_id = account("1101");
        rule.amount_minor = limit;
        rule.balance_minor = totals_of("1101").debit_minor - totals_of("1101").credit_minor;
        return rule;
    }
    void keep(const app::NotificationRule& rule) {
        ASSERT_TRUE(wait(notifications().create_rule(rule, 50, soon())));
    }

    /// One teller, with nothing remembered of what others have done.
    struct Teller {
        std::unique_ptr<app::EventBus> bus = memory::make_memory_event_bus();
        std::unique_ptr<app::Access> access;
        std::unique_ptr<app::NotificationTeller> teller;
        std::vector<std::string> told;  ///< keys of what was published
    };
    std::unique_ptr<Teller> teller() {
        auto made = std::make_unique<Teller>();
        made->access = std::make_unique<app::Access>(
            identity(), ledger(), people(), store->clock, app::Access::Options{});
        made->teller = std::make_unique<app::NotificationTeller>(
            notifications(), ledger(), *made->access, *made->bus, store->clock);
        made->bus->subscribe_values(
            [to = made.get()](const auto& news) { to->told.push_back(news->key); });
        return made;
    }
    std::vector<std::string> look() {
        const auto one = teller();
        wait(one->teller->look());
        return one->told;
    }
    std::vector<std::string> look_at_outlets() {
        const auto one = teller();
        wait(one->teller->look_at_outlets());
        return one->told;
    }
    app::NotificationPage inbox(std::size_t limit = 500) {
        return wait(notifications().list(owner, std::nullopt, limit, soon()));
    }
    static std::string text(const app::Notification& one, const char* member) {
        const auto value = boost::json::parse(one.subject).at(member);
        return value.is_null() ? "null" : std::string(value.as_string());
    }
};

TEST_P(Notifications, keep_change_and_forget_rules) {
    auto rule = rule_of(NotificationKind::outlet_silent);
    rule.outlet_id = outlet("PST");
    rule.minutes = 30;
    rule.from_hour = 8;
    rule.to_hour = 22;
    keep(rule);
    store->restart();
    auto rules = wait(notifications().list_rules(book, owner, soon()));
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules[0].id, rule.id);
    EXPECT_EQ(rules[0].outlet_id, rule.outlet_id);
    EXPECT_EQ(rules[0].minutes, 30);
    EXPECT_EQ(rules[0].to_hour, 22);
    EXPECT_EQ(rules[0].epoch, rule.epoch);
    EXPECT_FALSE(rules[0].account_id || rules[0].amount_minor || rules[0].balance_minor);
    EXPECT_EQ(
        wait(notifications().books_with(NotificationKind::outlet_silent, soon())),
        std::vector<BookId>{book});

    rule.minutes = 60;
    rule.active = false;
    EXPECT_TRUE(wait(notifications().change_rule(rule, soon())));
    EXPECT_TRUE(wait(notifications().change_rule(rule, soon())));
    EXPECT_EQ(wait(notifications().list_rules(book, owner, soon()))[0].minutes, 60);
    EXPECT_TRUE(wait(notifications().active_rules(book, soon())).empty());
    EXPECT_TRUE(wait(notifications().books_with(NotificationKind::outlet_silent, soon())).empty());
    auto foreign = rule;
    foreign.user_id = new_id<UserId>();
    EXPECT_FALSE(wait(notifications().change_rule(foreign, soon())));
    EXPECT_FALSE(wait(notifications().delete_rule(book, foreign.user_id, rule.id, soon())));
    EXPECT_TRUE(wait(notifications().delete_rule(book, owner, rule.id, soon())));
    EXPECT_FALSE(wait(notifications().delete_rule(book, owner, rule.id, soon())));
    EXPECT_FALSE(wait(notifications().change_rule(rule, soon())));
}

TEST_P(Notifications, refuse_more_rules_than_there_may_be) {
    EXPECT_TRUE(wait(notifications().create_rule(balance_below(1), 2, soon())));
    EXPECT_TRUE(wait(notifications().create_rule(balance_below(2), 2, soon())));
    EXPECT_FALSE(wait(notifications().create_rule(balance_below(3), 2, soon())));
}

TEST_P(Notifications, tell_of_each_fall_below_a_balance_once) {
    must_post(draft("1101", "3101", "100"));
    const auto rule = balance_below(50);
    keep(rule);
    EXPECT_TRUE(wait(notifications().books_behind(10, soon())).empty());
    must_post(draft("6101", "1101", "50"));  // 50: not below
    EXPECT_TRUE(look().empty());
    const auto first = must_post(draft("6101", "1101", "1"));    // 49: told
    must_post(draft("6101", "1101", "9"));                       // 40: below already
    must_post(draft("1101", "4101", "20"));                      // 60
    const auto second = must_post(draft("6101", "1101", "30"));  // 30: told
    EXPECT_EQ(wait(notifications().books_behind(10, soon())), std::vector<BookId>{book});
    EXPECT_EQ(look().size(), 2U);
    EXPECT_TRUE(look().empty());
    store->restart();
    EXPECT_TRUE(look().empty());
    const auto page = inbox();
    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_EQ(page.unread, 2U);
    EXPECT_EQ(text(page.items[0], "transaction_id"), second.text());
    EXPECT_EQ(text(page.items[0], "amount"), "30");
    EXPECT_EQ(text(page.items[1], "transaction_id"), first.text());
    EXPECT_EQ(text(page.items[1], "amount"), "49");
    EXPECT_EQ(text(page.items[1], "limit"), "50");
    EXPECT_EQ(text(page.items[1], "account_code"), "1101");
    const auto rules = wait(notifications().active_rules(book, soon()));
    EXPECT_EQ(rules[0].balance_minor, 30);
}

TEST_P(Notifications, count_an_outlet_alone_where_the_rule_names_one) {
    auto rule = balance_below(10);
    rule.outlet_id = outlet("PST");
    rule.balance_minor = 0;
    rule.amount_minor = -5;
    keep(rule);
    auto elsewhere = draft("6101", "1101", "100");
    elsewhere.outlet_id = outlet("BDG");
    must_post(std::move(elsewhere));
    EXPECT_TRUE(look().empty());
    auto here = draft("6101", "1101", "6");
    here.outlet_id = outlet("PST");
    must_post(std::move(here));
    EXPECT_EQ(look().size(), 1U);
    EXPECT_EQ(text(inbox().items.at(0), "outlet_code"), "PST");
}

TEST_P(Notifications, tell_of_transactions_above_an_amount) {
    auto rule = rule_of(NotificationKind::transaction_above);
    rule.amount_minor = 1'000;
    keep(rule);
    must_post(sale("1000"));
    must_post(sale("1001"));
    auto pending = sale("5000");
    pending.pending = true;
    must_post(std::move(pending));
    EXPECT_EQ(look().size(), 1U);
    EXPECT_EQ(text(inbox().items.at(0), "amount"), "1001");
}

TEST_P(Notifications, are_told_once_by_many_tellers_at_once) {
    keep(balance_below(0));
    for (int i = 0; i < 20; ++i) {
        must_post(draft("6101", "1101", "10"));
        must_post(draft("1101", "4101", "10"));
    }
    std::vector<std::unique_ptr<Teller>> tellers;
    std::vector<std::future<void>> looks;
    for (int i = 0; i < 8; ++i) {
        tellers.push_back(teller());
        looks.push_back(start(tellers.back()->teller->look()));
    }
    std::size_t told = 0;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        looks[i].get();
        told += tellers[i]->told.size();
    }
    EXPECT_EQ(told, 20U);
    EXPECT_EQ(inbox().items.size(), 20U);
    std::uint64_t number = 20;
    for (const auto& one : inbox().items) {
        EXPECT_EQ(one.number, number--);
    }
}

TEST_P(Notifications, leave_out_what_was_told_before) {
    const auto rule = balance_below(0);
    keep(rule);
    NotificationStore::Report report;
    app::Telling telling;
    telling.notification.id = new_id<app::NotificationId>();
    telling.notification.book_id = book;
    telling.notification.user_id = owner;
    telling.notification.rule_id = rule.id;
    telling.notification.kind = rule.kind;
    telling.notification.at = store->clock.now();
    telling.notification.currency = "IDR";
    telling.notification.subject = "{}";
    telling.cause = "one";
    telling.offset = rule.at_offset + 5;
    report.tellings = {telling, telling};
    report.progress = {{rule.id, rule.epoch, rule.at_offset + 5, -7}};
    EXPECT_EQ(wait(notifications().tell(report, soon())).size(), 1U);
    EXPECT_EQ(wait(notifications().tell(report, soon())).size(), 0U);
    report.tellings[0].cause = "another of an event that was looked at";
    EXPECT_EQ(wait(notifications().tell(report, soon())).size(), 0U);
    report.progress = {{rule.id, rule.epoch, rule.at_offset + 2, 99}};
    wait(notifications().tell(report, soon()));
    EXPECT_EQ(wait(notifications().active_rules(book, soon()))[0].balance_minor, -7);
    report.progress = {{rule.id, "00000000000000ff", 1, 3}};
    wait(notifications().tell(report, soon()));
    EXPECT_EQ(wait(notifications().active_rules(book, soon()))[0].at_offset, 1U);
}

TEST_P(Notifications, begin_anew_where_history_was_rewound) {
    must_post(draft("1101", "3101", "100"));
    auto rule = balance_below(50);
    rule.epoch = "00000000000000ff";
    rule.at_offset = 10'000;
    rule.balance_minor = 1;
    keep(rule);
    EXPECT_TRUE(look().empty());
    must_post(draft("6101", "1101", "60"));
    EXPECT_EQ(look().size(), 1U);
}

TEST_P(Notifications, are_read_up_to_one_of_them) {
    keep(balance_below(0));
    for (int i = 0; i < 3; ++i) {
        must_post(draft("6101", "1101", "10"));
        must_post(draft("1101", "4101", "10"));
    }
    look();
    auto page = inbox();
    ASSERT_EQ(page.items.size(), 3U);
    EXPECT_EQ(wait(notifications().read_up_to(owner, page.items[1].id, soon())), 1U);
    EXPECT_EQ(wait(notifications().read_up_to(owner, page.items[2].id, soon())), 1U);
    page = inbox();
    EXPECT_FALSE(page.items[0].read);
    EXPECT_TRUE(page.items[1].read);
    EXPECT_EQ(page.unread, 1U);
    EXPECT_FALSE(wait(notifications().read_up_to(owner, new_id<app::NotificationId>(), soon())));
    EXPECT_FALSE(wait(notifications().read_up_to(new_id<UserId>(), page.items[0].id, soon())));
    const auto older = wait(notifications().list(owner, page.items[0].number, 1, soon()));
    ASSERT_EQ(older.items.size(), 1U);
    EXPECT_EQ(older.items[0].id, page.items[1].id);
    EXPECT_TRUE(older.has_more);
}

TEST_P(Notifications, keep_the_latest_thousand) {
    const auto rule = balance_below(0);
    keep(rule);
    for (int round = 0; round < 3; ++round) {
        NotificationStore::Report report;
        for (int i = 0; i < 400; ++i) {
            app::Telling telling;
            telling.notification.id = new_id<app::NotificationId>();
            telling.notification.book_id = book;
            telling.notification.user_id = owner;
            telling.notification.rule_id = rule.id;
            telling.notification.kind = rule.kind;
            telling.notification.at = store->clock.now();
            telling.notification.currency = "IDR";
            telling.notification.subject = "{}";
            telling.cause = std::to_string(round) + "." + std::to_string(i);
            report.tellings.push_back(std::move(telling));
        }
        EXPECT_EQ(wait(notifications().tell(std::move(report), soon())).size(), 400U);
    }
    EXPECT_EQ(inbox(2'000).items.size(), 1'000U);
    EXPECT_EQ(inbox(2'000).unread, 1'000U);
    EXPECT_EQ(inbox(2'000).items.back().number, 201U);
}

TEST_P(Notifications, are_not_shown_to_who_may_not_see_the_book_any_more) {
    app::UserCredentials made;
    made.user = {new_id<UserId>(), "ani@example.org", "Ani", "id", store->clock.now()};
    made.password_hash = "$";
    const auto user = made.user.id;
    wait(identity().create_user(made, app::IdentityStore::NewUserRule::any, soon()));
    wait(identity().put_member(book, user, {app::Role::viewer, {}}, soon()));
    auto whole = balance_below(0);
    whole.user_id = user;
    keep(whole);
    auto of_outlet = balance_below(0);
    of_outlet.id = new_id<app::NotificationRuleId>();
    of_outlet.user_id = user;
    of_outlet.outlet_id = outlet("PST");
    keep(of_outlet);
    auto act = draft("6101", "1101", "10");
    act.outlet_id = outlet("PST");
    must_post(std::move(act));
    EXPECT_EQ(look().size(), 2U);
    const auto seen = [&] {
        return wait(notifications().list(user, std::nullopt, 50, soon())).items.size();
    };
    EXPECT_EQ(seen(), 2U);
    wait(identity().put_member(book, user, {app::Role::cashier, {outlet("PST")}}, soon()));
    EXPECT_EQ(seen(), 1U);
    wait(identity().put_member(book, user, {app::Role::cashier, {outlet("BDG")}}, soon()));
    EXPECT_EQ(seen(), 0U);
    wait(identity().delete_member(book, user, soon()));
    EXPECT_EQ(seen(), 0U);
    auto later_act = draft("1101", "4101", "50");
    must_post(std::move(later_act));
    must_post(draft("6101", "1101", "90"));
    EXPECT_TRUE(look().empty());
}

TEST_P(Notifications, tell_of_a_silent_outlet_once_a_silence) {
    auto rule = rule_of(NotificationKind::outlet_silent);
    rule.outlet_id = outlet("PST");
    rule.minutes = 30;
    rule.from_hour = 8;
    rule.to_hour = 22;
    keep(rule);  // 10 o'clock in Jakarta
    store->clock.advance_us(29 * minute_us);
    EXPECT_TRUE(look_at_outlets().empty());
    store->clock.advance_us(2 * minute_us);
    EXPECT_EQ(look_at_outlets().size(), 1U);
    EXPECT_TRUE(look_at_outlets().empty());
    auto act = sale("10");
    act.outlet_id = outlet("PST");
    must_post(std::move(act));
    store->clock.advance_us(29 * minute_us);
    EXPECT_TRUE(look_at_outlets().empty());
    store->clock.advance_us(minute_us);
    EXPECT_EQ(look_at_outlets().size(), 1U);
    store->clock.advance_us(11 * 60 * minute_us);  // 22:01
    EXPECT_TRUE(look_at_outlets().empty());
    store->clock.advance_us((9 * 60 + 58) * minute_us);  // 7:59 of the next day
    EXPECT_TRUE(look_at_outlets().empty());
    store->clock.advance_us(30 * minute_us);  // 8:29
    EXPECT_TRUE(look_at_outlets().empty());
    store->clock.advance_us(2 * minute_us);
    EXPECT_EQ(look_at_outlets().size(), 1U);
    EXPECT_EQ(inbox().items.size(), 3U);
    EXPECT_EQ(text(inbox().items[0], "outlet_code"), "PST");
    EXPECT_EQ(text(inbox().items[0], "since"), "2026-11-23T01:00:00.000Z");
}

TEST_P(Notifications, tell_that_a_job_has_ended_once) {
    keep(rule_of(NotificationKind::job_finished));
    store->clock.advance_us(1'000);
    app::JobOrder order;
    order.id = new_id<app::JobId>();
    order.book_id = book;
    order.kind = app::JobKind::verify;
    order.parameters = "{}";
    order.created_by = owner;
    order.created_by_name = "Pemilik";
    order.locale = "id";
    order.created_at = store->clock.now();
    ASSERT_TRUE(wait(jobs().create(order, 5, soon())));
    EXPECT_TRUE(look().empty());
    const auto claim = wait(jobs().claim(order.id, std::chrono::seconds(30), soon()));
    ASSERT_TRUE(claim.claimed);
    app::JobStore::Ending ending{std::nullopt, std::nullopt, {store->clock.now().us + 1}};
    ASSERT_TRUE(wait(jobs().finish(claim.claimed->lease, std::move(ending), soon())));
    EXPECT_EQ(wait(notifications().untold_jobs(5, soon())).size(), 1U);
    EXPECT_EQ(look().size(), 1U);
    EXPECT_TRUE(look().empty());
    EXPECT_TRUE(wait(notifications().untold_jobs(5, soon())).empty());
    EXPECT_EQ(text(inbox().items.at(0), "job_id"), order.id.text());
    EXPECT_EQ(text(inbox().items.at(0), "job_status"), "done");
    // Run again, it ends again: that is another cause.
    store->clock.advance_us(1'000);
    ASSERT_TRUE(wait(jobs().run_again(order.id, soon())));
    app::JobError error{"cancelled", "x"};
    wait(jobs().cancel(order.id, std::move(error), {store->clock.now().us + 1}, soon()));
    EXPECT_EQ(look().size(), 1U);
    EXPECT_EQ(text(inbox().items.at(0), "job_status"), "failed");
}

ARUS_CONTRACT_SUITE(Notifications);

}  // namespace
}  // namespace arus::contract
