// SPDX-License-Identifier: Apache-2.0
#include "arus/app/notifications/notifications_teller.hpp"

#include "arus/app/exports/journal_entry.hpp"
#include "arus/app/notifications/notifications.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr auto ask_timeout = 30s;
constexpr std::size_t jobs_max = 100;
constexpr std::size_t books_max = 1'000;
constexpr std::size_t page_events = 1'000;
constexpr std::int64_t us_per_minute = 60'000'000;

Deadline soon() {
    return Deadline::in(ask_timeout);
}

bool follows_events(NotificationKind kind) {
    return kind == NotificationKind::balance_below || kind == NotificationKind::transaction_above;
}

/// A notification of the rule, as yet without its subject.
Notification notification_of(const NotificationRule& rule, const ledger::Book& book, Instant at) {
    Notification one;
    one.id = NotificationId::make(at);
    one.book_id = rule.book_id;
    one.user_id = rule.user_id;
    one.rule_id = rule.id;
    one.kind = rule.kind;
    one.at = at;
    one.currency = book.currency;
    one.exponent = book.exponent;
    return one;
}

void put_account(NotificationSubject& subject, const ledger::Account& account) {
    subject.account_id = account.id;
    subject.account_code = account.code;
    subject.account_name = account.name;
}

void put_outlet(NotificationSubject& subject, const ledger::Outlet& outlet) {
    subject.outlet_id = outlet.id;
    subject.outlet_code = outlet.code;
    subject.outlet_name = outlet.name;
}

bool is_of_outlet(const NotificationRule& rule, const JournalEntry& entry) {
    return !rule.outlet_id || rule.outlet_id == entry.outlet_id;
}

/// What the entry adds to the balance of the rule's account, on its normal side.
std::int64_t change_of(
    const NotificationRule& rule, const JournalEntry& entry, ledger::AccountType type) {
    std::int64_t change = 0;
    for (const JournalEntry::Leg& leg : entry.legs) {
        if (leg.account_id == rule.account_id) {
            change += leg.direction == ledger::normal_side(type) ? leg.amount_minor
                                                                 : -leg.amount_minor;
        }
    }
    return change;
}

/// The amount of the entry: its debits, or what it moves on the rule's account.
std::int64_t amount_of(const NotificationRule& rule, const JournalEntry& entry) {
    std::int64_t debits = 0;
    std::int64_t credits = 0;
    for (const JournalEntry::Leg& leg : entry.legs) {
        if (rule.account_id && leg.account_id != *rule.account_id) {
            continue;
        }
        (leg.direction == ledger::Direction::debit ? debits : credits) += leg.amount_minor;
    }
    return std::max(debits, credits);
}

/// The first minute of the local hour `from_hour` of the day that a clock in `zone` shows at `now`,
/// or of the next hour that the day has. Precondition: that hour has come.
Instant opening(const std::string& zone, Instant now, int from_hour) {
    const Date today = local_hour(zone, now).date;
    const auto is_open = [&](std::int64_t minute) {
        const LocalHour local = local_hour(zone, {minute * us_per_minute});
        return local.date > today || (local.date == today && local.hour >= from_hour);
    };
    std::int64_t closed = now.us / us_per_minute - 26 * 60;  // a day of 25 hours and one more
    std::int64_t open = now.us / us_per_minute;
    while (closed + 1 < open) {
        const std::int64_t middle = closed + (open - closed) / 2;
        (is_open(middle) ? open : closed) = middle;
    }
    return {open * us_per_minute};
}

}  // namespace

/// What a rule needs to know of its book.
struct NotificationTeller::BookView {
    ledger::Book book;
    std::map<AccountId, ledger::Account> accounts;
    std::map<OutletId, ledger::Outlet> outlets;
};

NotificationTeller::NotificationTeller(
    NotificationStore& store, LedgerStore& ledgers, Access& access, EventBus& bus,
    const Clock& clock) :
    store_(store), ledgers_(ledgers), access_(access), bus_(bus), clock_(clock) {
}

Awaitable<void> NotificationTeller::look() {
    co_await look_at_jobs();
    const std::vector<BookId> books = co_await store_.books_behind(books_max, soon());
    for (const BookId& book : books) {
        co_await look_at_events(book);
    }
}

/// Whether the rule's person may (still) be told of that outlet, or of the whole book.
Awaitable<bool> NotificationTeller::may_be_told(
    NotificationRule rule, std::optional<OutletId> outlet) {
    const Result<BookAccessRef> access = co_await access_.require(
        rule.user_id, rule.book_id, Permission::read_figures, soon());
    co_return access
        && (rule.kind == NotificationKind::job_finished || (*access)->in_scope(outlet));
}

Awaitable<void> NotificationTeller::tell(NotificationStore::Report report) {
    const std::vector<Notification> told = co_await store_.tell(std::move(report), soon());
    for (const Notification& one : told) {
        bus_.publish_value(news_of(one));
    }
}

// Jobs ------------------------------------------------------------------------------------------

Awaitable<void> NotificationTeller::look_at_jobs() {
    for (;;) {
        const std::vector<JobRecord> jobs = co_await store_.untold_jobs(jobs_max, soon());
        if (jobs.empty()) {
            co_return;
        }
        NotificationStore::Report report;
        for (const JobRecord& job : jobs) {
            report.told_jobs.push_back(job.order.id);
            const std::vector<NotificationRule> rules = co_await store_.active_rules(
                job.order.book_id, soon());
            for (const NotificationRule& rule : rules) {
                if (rule.kind != NotificationKind::job_finished
                    || rule.user_id != job.order.created_by || job.finished_at < rule.changed_at) {
                    continue;
                }
                const std::optional<BookRecord> book = co_await ledgers_.find_book(
                    rule.book_id, soon());
                const bool is_allowed = co_await may_be_told(rule, std::nullopt);
                if (!book || !is_allowed) {
                    continue;
                }
                NotificationSubject subject;
                subject.job_id = job.order.id;
                subject.job_kind = job.order.kind;
                subject.job_status = job.status;
                Telling telling;
                telling.notification = notification_of(rule, book->book, *job.finished_at);
                telling.notification.subject = encode_subject(subject, book->book.exponent);
                telling.cause = "job " + job.order.id.text() + ' '
                                + std::to_string(job.finished_at->us);
                report.tellings.push_back(std::move(telling));
            }
        }
        co_await tell(std::move(report));
    }
}

// Events ----------------------------------------------------------------------------------------

Awaitable<void> NotificationTeller::look_at_events(BookId book) {
    bool has_more = true;
    while (has_more) {
        has_more = co_await look_at_page(book);
    }
}

/// The balance of a rule's account as it is, and where; nothing for other kinds.
Awaitable<std::optional<std::int64_t>> NotificationTeller::balance_now(
    NotificationRule rule, Position& position) {
    BalanceQuery query;
    query.outlet_id = rule.outlet_id;
    const BalanceRecord record = co_await ledgers_.balances(rule.book_id, query, soon());
    position = record.position;
    for (const BalanceItem& item : record.items) {
        if (rule.kind == NotificationKind::balance_below && item.account.id == rule.account_id) {
            co_return item.totals.balance_minor(item.account.type);
        }
    }
    co_return std::nullopt;
}

/// Looks at the next page of events; true where more follow.
Awaitable<bool> NotificationTeller::look_at_page(BookId book) {
    std::vector<NotificationRule> rules = co_await store_.active_rules(book, soon());
    std::erase_if(rules, [](const NotificationRule& rule) { return !follows_events(rule.kind); });
    const std::optional<BookRecord> record = co_await ledgers_.find_book(book, soon());
    if (rules.empty() || !record) {
        co_return false;
    }
    NotificationStore::Report report;
    std::uint64_t from = UINT64_MAX;
    for (NotificationRule& rule : rules) {
        if (rule.epoch != record->head.epoch) {
            // History was rewound: the rule begins anew at the head.
            Position position;
            rule.balance_minor = co_await balance_now(rule, position);
            rule.epoch = position.epoch;
            rule.at_offset = position.offset;
            report.progress.push_back({rule.id, rule.epoch, rule.at_offset, rule.balance_minor});
        }
        from = std::min(from, rule.at_offset);
    }
    EventQuery query;
    query.after = from;
    query.limit = page_events;
    const EventPage page = co_await ledgers_.events(book, query, soon());
    if (page.events.empty() || page.head.epoch != record->head.epoch) {
        co_await tell(std::move(report));
        co_return false;
    }

    BookView view;
    view.book = record->book;
    const std::vector<ledger::Account> accounts = co_await ledgers_.list_accounts(book, soon());
    for (const ledger::Account& account : accounts) {
        view.accounts.emplace(account.id, account);
    }
    const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(book, soon());
    for (const ledger::Outlet& outlet : outlets) {
        view.outlets.emplace(outlet.id, outlet);
    }

    for (const ledger::Event& event : page.events) {
        const std::optional<JournalEntry> entry = entry_of(event, view.book.exponent);
        if (!entry) {
            continue;
        }
        for (NotificationRule& rule : rules) {
            if (event.offset <= rule.at_offset || !is_of_outlet(rule, *entry)) {
                continue;
            }
            NotificationSubject subject;
            const std::int64_t limit = rule.amount_minor.value_or(0);
            if (rule.kind == NotificationKind::balance_below) {
                const ledger::Account& account = view.accounts.at(*rule.account_id);
                const std::int64_t before = rule.balance_minor.value_or(0);
                const std::int64_t after = before + change_of(rule, *entry, account.type);
                rule.balance_minor = after;
                if (before < limit || after >= limit) {
                    continue;
                }
                subject.amount_minor = after;
            } else {
                const std::int64_t amount = amount_of(rule, *entry);
                if (amount <= limit) {
                    continue;
                }
                subject.amount_minor = amount;
            }
            const std::optional<OutletId> outlet = rule.kind == NotificationKind::balance_below
                                                       ? rule.outlet_id
                                                       : entry->outlet_id;
            const bool is_allowed = co_await may_be_told(rule, outlet);
            if (!is_allowed) {
                continue;
            }
            if (rule.account_id) {
                put_account(subject, view.accounts.at(*rule.account_id));
            }
            if (const auto found = outlet ? view.outlets.find(*outlet) : view.outlets.end();
                found != view.outlets.end()) {
                put_outlet(subject, found->second);
            }
            subject.transaction_id = entry->id;
            subject.limit_minor = limit;
            Telling telling;
            telling.notification = notification_of(rule, view.book, event.at);
            telling.notification.outlet_id = outlet;
            telling.notification.subject = encode_subject(subject, view.book.exponent);
            telling.cause = page.head.epoch + ' ' + std::to_string(event.offset);
            telling.offset = event.offset;
            report.tellings.push_back(std::move(telling));
        }
    }
    const std::uint64_t last = page.events.back().offset;
    for (const NotificationRule& rule : rules) {
        if (rule.at_offset < last) {
            report.progress.push_back({rule.id, page.head.epoch, last, rule.balance_minor});
        }
    }
    co_await tell(std::move(report));
    co_return last < page.head.offset;
}

// Outlets ---------------------------------------------------------------------------------------

Awaitable<void> NotificationTeller::look_at_outlets() {
    const std::vector<BookId> books = co_await store_.books_with(
        NotificationKind::outlet_silent, soon());
    for (const BookId& book : books) {
        co_await look_at_outlets_of(book);
    }
}

Awaitable<void> NotificationTeller::look_at_outlets_of(BookId book) {
    const std::vector<NotificationRule> rules = co_await store_.active_rules(book, soon());
    const std::optional<BookRecord> record = co_await ledgers_.find_book(book, soon());
    if (!record) {
        co_return;
    }
    const std::string& zone = record->book.time_zone;
    const Instant now = clock_.now();
    const LocalHour local = local_hour(zone, now);
    SummaryQuery query;
    query.days = {local.date};
    query.from = local.date;
    query.to = local.date;
    const SummaryRecord summary = co_await ledgers_.summary(book, std::move(query), soon());
    NotificationStore::Report report;
    for (const NotificationRule& rule : rules) {
        const int from_hour = rule.from_hour.value_or(0);
        if (rule.kind != NotificationKind::outlet_silent || local.hour < from_hour
            || local.hour >= rule.to_hour.value_or(24)) {
            continue;
        }
        const Instant opened = opening(zone, now, from_hour);
        const std::int64_t patience_us = rule.minutes.value_or(0) * us_per_minute;
        for (const OutletFigures& figures : summary.outlets) {
            const ledger::Outlet& outlet = figures.outlet;
            if (rule.outlet_id && *rule.outlet_id != outlet.id) {
                continue;
            }
            const Instant since = std::max(
                {opened, rule.changed_at, figures.last_committed_at.value_or(Instant{})});
            if (now.us - since.us < patience_us) {
                continue;
            }
            const bool is_allowed = co_await may_be_told(rule, outlet.id);
            if (!is_allowed) {
                continue;
            }
            NotificationSubject subject;
            put_outlet(subject, outlet);
            subject.since = since;
            Telling telling;
            telling.notification = notification_of(
                rule, record->book, Instant{since.us + patience_us});
            telling.notification.outlet_id = outlet.id;
            telling.notification.subject = encode_subject(subject, record->book.exponent);
            telling.cause = "silent " + outlet.id.text() + ' ' + std::to_string(since.us);
            report.tellings.push_back(std::move(telling));
        }
    }
    if (!report.tellings.empty()) {
        co_await tell(std::move(report));
    }
}

}  // namespace arus::app
