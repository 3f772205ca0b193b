// SPDX-License-Identifier: Apache-2.0
#include "arus/app/notifications/notifications.hpp"

#include "arus/app/detail/page_of.hpp"
#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace arus::app {

namespace {

constexpr std::size_t rules_max = 50;
constexpr std::size_t latest_max = 20;
constexpr std::size_t latest_looked_at = 200;

Refusal no_such_rule() {
    return {RefusalCode::not_found, "There is no such rule of yours.", {}};
}

Refusal no_such_notification() {
    return {RefusalCode::not_found, "There is no such notification of yours.", {}};
}

FieldRefusal field(std::string_view name, std::string_view code, std::string_view detail) {
    return {"/" + std::string(name), std::string(code), std::string(detail)};
}

/// Which members a kind takes, and which it needs.
struct Members {
    bool account = false;
    bool outlet = false;
    bool amount = false;
    bool minutes = false;
    bool account_needed = false;
};

Members members_of(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::balance_below:
            return {.account = true, .outlet = true, .amount = true, .account_needed = true};
        case NotificationKind::transaction_above:
            return {.account = true, .outlet = true, .amount = true};
        case NotificationKind::outlet_silent:
            return {.outlet = true, .minutes = true};
        case NotificationKind::job_finished:
            return {};
    }
    ARUS_ASSERT(!"a kind without members");
}

void check_member(
    std::vector<FieldRefusal>& faults, std::string_view name, bool given, bool taken, bool needed) {
    if (given && !taken) {
        faults.push_back(field(name, "unknown_field", "this kind of rule does not take it"));
    } else if (!given && needed) {
        faults.push_back(field(name, "required", "this kind of rule needs it"));
    }
}

std::optional<Refusal> refusal_of(std::vector<FieldRefusal> faults) {
    if (faults.empty()) {
        return std::nullopt;
    }
    return Refusal{
        RefusalCode::validation_failed, "The rule cannot be made as sent.", std::move(faults)};
}

std::optional<Refusal> check_members(const NotificationRuleDraft& draft) {
    const Members members = members_of(draft.kind);
    std::vector<FieldRefusal> faults;
    check_member(
        faults, "account_id", draft.account_id.has_value(), members.account,
        members.account_needed);
    check_member(faults, "outlet_id", draft.outlet_id.has_value(), members.outlet, false);
    check_member(faults, "amount", draft.amount.has_value(), members.amount, members.amount);
    check_member(faults, "minutes", draft.minutes.has_value(), members.minutes, members.minutes);
    check_member(faults, "from_hour", draft.from_hour.has_value(), members.minutes, false);
    check_member(faults, "to_hour", draft.to_hour.has_value(), members.minutes, false);
    return refusal_of(std::move(faults));
}

std::optional<Refusal> check_members(NotificationKind kind, const NotificationRuleChange& change) {
    const Members members = members_of(kind);
    std::vector<FieldRefusal> faults;
    check_member(faults, "amount", change.amount.has_value(), members.amount, false);
    check_member(faults, "minutes", change.minutes.has_value(), members.minutes, false);
    check_member(faults, "from_hour", change.from_hour.has_value(), members.minutes, false);
    check_member(faults, "to_hour", change.to_hour.has_value(), members.minutes, false);
    return refusal_of(std::move(faults));
}

std::optional<Refusal> check_hours(const NotificationRule& rule) {
    if (rule.from_hour && rule.to_hour && *rule.from_hour >= *rule.to_hour) {
        return refusal_of({field("to_hour", "range", "must be after from_hour")});
    }
    return std::nullopt;
}

Result<std::int64_t> parse_limit(NotificationKind kind, const std::string& text, int exponent) {
    const auto amount = kind == NotificationKind::balance_below
                            ? ledger::parse_signed_amount(text, exponent)
                            : ledger::parse_amount(text, exponent);
    if (!amount) {
        return Refusal{
            RefusalCode::amount_invalid,
            "The amount is none of this book's.",
            {field("amount", "amount_invalid", "Send decimal text as accounts show it.")}};
    }
    return *amount;
}

template <class AnyId>
void put_id(JsonWriter& json, std::string_view name, const std::optional<AnyId>& id) {
    json.field(name, id ? std::optional(id->text()) : std::nullopt);
}

void put_amount(
    JsonWriter& json, std::string_view name, const std::optional<std::int64_t>& minor,
    int exponent) {
    json.field(name, minor ? std::optional(ledger::amount_text(*minor, exponent)) : std::nullopt);
}

void put_number(JsonWriter& json, std::string_view name, const std::optional<int>& number) {
    json.key(name);
    number ? json.integer(*number) : json.null();
}

/// The members of a rule that its person chose, as the wire shows them.
std::string rule_text(const NotificationRule& rule, int exponent) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("kind", text_of(rule.kind));
    put_id(json, "account_id", rule.account_id);
    put_id(json, "outlet_id", rule.outlet_id);
    put_amount(json, "amount", rule.amount_minor, exponent);
    put_number(json, "minutes", rule.minutes);
    put_number(json, "from_hour", rule.from_hour);
    put_number(json, "to_hour", rule.to_hour);
    json.field("active", rule.active);
    json.end_object();
    return text;
}

template <class Kind>
void put_word(JsonWriter& json, std::string_view name, const std::optional<Kind>& kind) {
    json.field(name, kind ? std::optional(std::string(text_of(*kind))) : std::nullopt);
}

}  // namespace

std::string encode_subject(const NotificationSubject& subject, int exponent) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    put_id(json, "account_id", subject.account_id);
    json.field("account_code", subject.account_code);
    json.field("account_name", subject.account_name);
    put_id(json, "outlet_id", subject.outlet_id);
    json.field("outlet_code", subject.outlet_code);
    json.field("outlet_name", subject.outlet_name);
    put_id(json, "transaction_id", subject.transaction_id);
    put_amount(json, "amount", subject.amount_minor, exponent);
    put_amount(json, "limit", subject.limit_minor, exponent);
    json.field("since", subject.since ? std::optional(instant_text(*subject.since)) : std::nullopt);
    put_id(json, "job_id", subject.job_id);
    put_word(json, "job_kind", subject.job_kind);
    put_word(json, "job_status", subject.job_status);
    json.end_object();
    return text;
}

std::string encode_notification(const Notification& notification) {
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    json.field("id", notification.id.text());
    json.field("book_id", notification.book_id.text());
    json.field("rule_id", notification.rule_id.text());
    json.field("kind", text_of(notification.kind));
    json.field("at", instant_text(notification.at));
    json.field("read", notification.read);
    json.field("currency", notification.currency);
    json.field("exponent", notification.exponent);
    json.key("subject").raw(notification.subject);
    json.end_object();
    return text;
}

std::shared_ptr<const ValueNews> news_of(const Notification& notification) {
    auto news = std::make_shared<ValueNews>();
    news->channel = ValueNews::Channel::notify;
    news->book_id = notification.book_id;
    news->user_id = notification.user_id;
    news->key = notification.id.text();
    news->data = encode_notification(notification);
    return news;
}

Notifications::Notifications(
    NotificationStore& store, LedgerStore& ledgers, Access& access, Audit& audit, EventBus& bus,
    const Clock& clock) :
    store_(store), ledgers_(ledgers), access_(access), audit_(audit), bus_(bus), clock_(clock) {
}

Awaitable<Result<BookAccessRef>> Notifications::require(
    const RequestContext& context, BookId book, Permission permission) {
    Result<BookAccessRef> access = co_await access_.require(
        context.principal->user_id, book, permission, context.deadline);
    if (access && (*access)->is_api_key) {
        co_return Refusal{RefusalCode::forbidden, "Notifications are for people.", {}};
    }
    co_return access;
}

Awaitable<Result<Page<NotificationRuleView>>> Notifications::list_rules(
    RequestContext context, BookId book, PageRequest page) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_figures);
    if (!access) {
        co_return access.refusal();
    }
    const UserId user = context.principal->user_id;
    std::vector<NotificationRule> rules = co_await store_.list_rules(book, user, context.deadline);
    std::vector<NotificationRuleView> views;
    views.reserve(rules.size());
    for (NotificationRule& rule : rules) {
        views.push_back({std::move(rule), (*access)->book.exponent});
    }
    co_return detail::page_of(
        std::move(views), page, "rules " + book.text() + user.text(),
        [](const NotificationRuleView& view) {
            return detail::newest_first(view.rule.created_at.us, view.rule.id.text());
        });
}

Awaitable<NotificationRule> Notifications::begin_now(NotificationRule rule, Deadline deadline) {
    BalanceQuery query;
    query.outlet_id = rule.outlet_id;
    const BalanceRecord record = co_await ledgers_.balances(rule.book_id, query, deadline);
    rule.epoch = record.position.epoch;
    rule.at_offset = record.position.offset;
    if (rule.kind == NotificationKind::balance_below) {
        const auto item = std::ranges::find_if(record.items, [&](const BalanceItem& one) {
            return one.account.id == rule.account_id;
        });
        ARUS_ASSERT(item != record.items.end());
        rule.balance_minor = item->totals.balance_minor(item->account.type);
    }
    rule.changed_at = clock_.now();
    co_return rule;
}

Awaitable<Result<NotificationRuleView>> Notifications::create_rule(
    RequestContext context, BookId book, NotificationRuleDraft draft) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_figures);
    if (!access) {
        co_return access.refusal();
    }
    if (auto refusal = check_members(draft)) {
        co_return std::move(*refusal);
    }
    const BookAccess& who = **access;
    if (who.outlet_scope && draft.kind != NotificationKind::job_finished
        && !(draft.outlet_id && who.in_scope(draft.outlet_id))) {
        co_return Refusal{
            RefusalCode::forbidden, "A cashier is told of own outlets; name one.", {}};
    }
    NotificationRule rule;
    rule.book_id = book;
    rule.user_id = context.principal->user_id;
    rule.kind = draft.kind;
    rule.account_id = draft.account_id;
    rule.outlet_id = draft.outlet_id;
    rule.minutes = draft.minutes;
    if (draft.amount) {
        const Result<std::int64_t> limit = parse_limit(
            draft.kind, *draft.amount, who.book.exponent);
        if (!limit) {
            co_return limit.refusal();
        }
        rule.amount_minor = *limit;
    }
    if (draft.kind == NotificationKind::outlet_silent) {
        rule.from_hour = draft.from_hour.value_or(0);
        rule.to_hour = draft.to_hour.value_or(24);
        if (auto refusal = check_hours(rule)) {
            co_return std::move(*refusal);
        }
    }
    if (rule.account_id) {
        const std::vector<ledger::Account> accounts = co_await ledgers_.list_accounts(
            book, context.deadline);
        if (std::ranges::find(accounts, *rule.account_id, &ledger::Account::id) == accounts.end()) {
            co_return Refusal{
                RefusalCode::unknown_account,
                "There is no such account in this book.",
                {field("account_id", "unknown_account", "Choose an account of this book.")}};
        }
    }
    if (rule.outlet_id) {
        const std::vector<ledger::Outlet> outlets = co_await ledgers_.list_outlets(
            book, context.deadline);
        if (std::ranges::find(outlets, *rule.outlet_id, &ledger::Outlet::id) == outlets.end()) {
            co_return Refusal{
                RefusalCode::unknown_outlet,
                "There is no such outlet in this book.",
                {field("outlet_id", "unknown_outlet", "Choose an outlet of this book.")}};
        }
    }
    rule.created_at = clock_.now();
    rule.id = NotificationRuleId::make(rule.created_at);
    rule = co_await begin_now(std::move(rule), context.deadline);
    const bool is_made = co_await store_.create_rule(rule, rules_max, context.deadline);
    if (!is_made) {
        co_return Refusal{
            RefusalCode::validation_failed,
            "You have 50 rules in this book; delete one first.",
            {{"", "range", "at most 50 rules"}}};
    }
    AuditDraft entry = entry_of(
        context, "notification_rule.created", nullptr, &rule, who.book.exponent);
    co_await audit_.note(std::move(entry), context.deadline);
    co_return NotificationRuleView{std::move(rule), who.book.exponent};
}

Awaitable<Result<NotificationRuleView>> Notifications::change_rule(
    RequestContext context, BookId book, NotificationRuleId id, NotificationRuleChange change) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_figures);
    if (!access) {
        co_return access.refusal();
    }
    const int exponent = (*access)->book.exponent;
    const std::vector<NotificationRule> rules = co_await store_.list_rules(
        book, context.principal->user_id, context.deadline);
    const auto found = std::ranges::find(rules, id, &NotificationRule::id);
    if (found == rules.end()) {
        co_return no_such_rule();
    }
    NotificationRule rule = *found;
    if (auto refusal = check_members(rule.kind, change)) {
        co_return std::move(*refusal);
    }
    if (change.amount) {
        const Result<std::int64_t> limit = parse_limit(rule.kind, *change.amount, exponent);
        if (!limit) {
            co_return limit.refusal();
        }
        rule.amount_minor = *limit;
    }
    rule.minutes = change.minutes ? change.minutes : rule.minutes;
    rule.from_hour = change.from_hour ? change.from_hour : rule.from_hour;
    rule.to_hour = change.to_hour ? change.to_hour : rule.to_hour;
    rule.active = change.active.value_or(rule.active);
    if (auto refusal = check_hours(rule)) {
        co_return std::move(*refusal);
    }
    rule = co_await begin_now(std::move(rule), context.deadline);
    const bool is_changed = co_await store_.change_rule(rule, context.deadline);
    if (!is_changed) {
        co_return no_such_rule();
    }
    AuditDraft entry = entry_of(context, "notification_rule.changed", &*found, &rule, exponent);
    co_await audit_.note(std::move(entry), context.deadline);
    co_return NotificationRuleView{std::move(rule), exponent};
}

Awaitable<Result<Done>> Notifications::delete_rule(
    RequestContext context, BookId book, NotificationRuleId rule) {
    const Result<BookAccessRef> access = co_await require(context, book, Permission::read_figures);
    if (!access) {
        co_return access.refusal();
    }
    const UserId user = context.principal->user_id;
    const std::vector<NotificationRule> rules = co_await store_.list_rules(
        book, user, context.deadline);
    const auto found = std::ranges::find(rules, rule, &NotificationRule::id);
    const bool is_deleted = co_await store_.delete_rule(book, user, rule, context.deadline);
    if (found == rules.end() || !is_deleted) {
        co_return no_such_rule();
    }
    AuditDraft entry = entry_of(
        context, "notification_rule.deleted", &*found, nullptr, (*access)->book.exponent);
    co_await audit_.note(std::move(entry), context.deadline);
    co_return Done{};
}

AuditDraft Notifications::entry_of(
    const RequestContext& context, std::string action, const NotificationRule* before,
    const NotificationRule* after, int exponent) const {
    const NotificationRule& rule = after != nullptr ? *after : *before;
    AuditDifference difference = audit_difference(
        before != nullptr ? rule_text(*before, exponent) : std::string(),
        after != nullptr ? rule_text(*after, exponent) : std::string());
    AuditDraft entry = audit_.draft(context, rule.book_id, std::move(action));
    entry.subject_kind = "notification_rule";
    entry.subject_id = rule.id.bytes;
    entry.before = std::move(difference.before);
    entry.after = std::move(difference.after);
    return entry;
}

Awaitable<Result<NotificationList>> Notifications::list(RequestContext context, PageRequest page) {
    const UserId user = context.principal->user_id;
    const std::string name = "notifications " + user.text();
    std::optional<std::uint64_t> before;
    if (page.cursor) {
        Result<std::string> place = place_of(*page.cursor, name);
        if (!place) {
            co_return std::move(place).refusal();
        }
        std::uint64_t number = 0;
        std::from_chars(place->data(), place->data() + place->size(), number);
        before = number;
    }
    NotificationPage found = co_await store_.list(user, before, page.limit, context.deadline);
    NotificationList list;
    list.unread = found.unread;
    if (found.has_more) {
        list.page.next_cursor = make_cursor(name, std::to_string(found.items.back().number));
    }
    list.page.items = std::move(found.items);
    co_return list;
}

Awaitable<Result<std::uint64_t>> Notifications::read_up_to(
    RequestContext context, NotificationId notification) {
    const UserId user = context.principal->user_id;
    NotificationPage latest = co_await store_.list(
        user, std::nullopt, latest_looked_at, context.deadline);
    const std::optional<std::uint64_t> unread = co_await store_.read_up_to(
        user, notification, context.deadline);
    if (!unread) {
        co_return no_such_notification();
    }
    // From the oldest to the one that was named.
    const auto named = std::ranges::find(latest.items, notification, &Notification::id);
    for (auto one = latest.items.end(); one != named;) {
        --one;
        if (!one->read) {
            one->read = true;
            bus_.publish_value(news_of(*one));
        }
    }
    co_return *unread;
}

Awaitable<std::vector<Notification>> Notifications::latest(
    UserId user, BookId book, Deadline deadline) {
    NotificationPage found = co_await store_.list(user, std::nullopt, latest_looked_at, deadline);
    std::erase_if(found.items, [&](const Notification& one) { return one.book_id != book; });
    if (found.items.size() > latest_max) {
        found.items.erase(
            found.items.begin() + static_cast<std::ptrdiff_t>(latest_max), found.items.end());
    }
    co_return std::move(found.items);
}

}  // namespace arus::app
