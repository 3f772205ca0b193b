// SPDX-License-Identifier: Apache-2.0
#include "arus/app/demo/demo.hpp"

#include "arus/base/log.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>

namespace arus::app {

namespace {

using namespace std::chrono_literals;

constexpr auto step_timeout = 30s;
constexpr auto traffic_pause = 4s;
constexpr std::int64_t us_per_minute = 60'000'000;
constexpr std::int64_t us_per_hour = 60 * us_per_minute;
constexpr std::string_view zone = "Asia/Jakarta";

/// The value, or an exception that says what the demo may not do: its steps are all allowed ones.
template <class T>
T allowed(Result<T> result, std::string_view step) {
    if (!result) {
        throw std::runtime_error(
            "the demo could not " + std::string(step) + ": "
            + std::string(code_of(result.refusal().code)) + ", " + result.refusal().detail);
    }
    return std::move(result).value();
}

Caller local_caller() {
    return {
        .address = "127.0.0.1", .is_local = true, .device_id = std::nullopt, .request_id = "demo"};
}

std::string reversal_key(const TransactionId& id) {
    return "demo-reversal-" + id.text();
}

/// Pages through a list to its end.
template <class Item, class Fetch>
Awaitable<std::vector<Item>> all_of(Fetch fetch) {
    std::vector<Item> items;
    Chart::ListRequest request;
    request.page.limit = 500;
    do {
        Page<Item> page = allowed(co_await fetch(request), "read a list");
        std::move(page.items.begin(), page.items.end(), std::back_inserter(items));
        request.page.cursor = page.next_cursor;
    } while (request.page.cursor);
    co_return items;
}

}  // namespace

Demo::Demo(Parts parts, DemoIdentity identity) : parts_(parts), identity_(std::move(identity)) {
}

Awaitable<DemoIdentity> Demo::prepare(Progress progress) {
    co_await make_owner();
    auto& owner = people_[DemoEntry::head_office];
    owner = co_await sign_in(std::string(demo_owner_email));
    book_ = co_await find_or_make_book();
    const DemoIds ids = co_await find_or_make_places();
    plan_.emplace(identity_.seed, identity_.first_day, ids);
    for (std::size_t outlet = 0; outlet < demo_outlet_count; ++outlet) {
        co_await make_cashier(outlet);
        people_[outlet] = co_await sign_in(std::string(demo_outlets()[outlet].cashier_email));
        MemberChange cashier;
        cashier.role = Role::cashier;
        cashier.outlet_ids.push_back(ids.outlets[outlet]);
        allowed(
            co_await parts_.books.put_member(
                context_of(DemoEntry::head_office), book_, people_[outlet]->user_id, cashier),
            "make a cashier");
    }

    const Instant until = system_clock().now();
    const Date today = local_hour(zone, until).date;
    const Date from = std::max(identity_.first_day, identity_.made_up_to.plus_days(1));
    for (Date day = from; day <= today; day = day.plus_days(1)) {
        if (day < today) {
            co_await make_day(day, until);
        } else {
            co_await make_today(day, until);
        }
        progress(
            static_cast<double>(day.days - from.days + 1)
                / static_cast<double>(today.days - from.days + 1),
            day);
    }
    parts_.clock.follow_machine();
    identity_.made_up_to = std::max(identity_.made_up_to, today.plus_days(-1));
    co_return identity_;
}

Awaitable<void> Demo::make_owner() {
    const bool is_there = co_await parts_.identities.has_users(Deadline::in(step_timeout));
    if (is_there) {
        co_return;
    }
    RegisterRequest request;
    request.email = demo_owner_email;
    request.password = identity_.password;
    request.name = "Ayu Lestari";
    allowed(
        co_await parts_.authentication.register_user(
            request, local_caller(), Deadline::in(step_timeout)),
        "make its owner");
}

Awaitable<void> Demo::make_cashier(std::size_t outlet) {
    const auto& place = demo_outlets()[outlet];
    const std::string email(place.cashier_email);
    const auto known = co_await parts_.identities.find_user_by_email(
        email, Deadline::in(step_timeout));
    if (known) {
        co_return;
    }
    UserCredentials cashier;
    const Instant now = system_clock().now();
    cashier.user = {UserId::make(now), email, std::string(place.cashier), "id", now};
    cashier.password_hash = co_await parts_.passwords.hash(
        identity_.password, Deadline::in(step_timeout));
    co_await parts_.identities.create_user(
        cashier, IdentityStore::NewUserRule::any, Deadline::in(step_timeout));
}

Awaitable<std::shared_ptr<const Principal>> Demo::sign_in(std::string email) {
    LoginRequest request;
    request.email = std::move(email);
    request.password = identity_.password;
    const SignedIn signed_in = allowed(
        co_await parts_.authentication.login(request, local_caller(), Deadline::in(step_timeout)),
        "sign in");
    co_return allowed(
        co_await parts_.authentication.authenticate(
            signed_in.access_token, Deadline::in(step_timeout)),
        "use its session");
}

Awaitable<BookId> Demo::find_or_make_book() {
    const auto mine = co_await parts_.books.mine(
        people_[DemoEntry::head_office]->user_id, Deadline::in(step_timeout));
    if (!mine.empty()) {
        co_return mine.front().book.id;
    }
    parts_.clock.set({std::int64_t{identity_.first_day.days} * 24 * us_per_hour - 7 * us_per_hour});
    BookDraft draft;
    draft.name = "Kopi Arus";
    draft.currency = "IDR";
    draft.time_zone = zone;
    draft.chart_template = "umkm";
    const BookView made = allowed(
        co_await parts_.books.create(context_of(DemoEntry::head_office), draft), "make its book");
    co_return made.book.id;
}

Awaitable<DemoIds> Demo::find_or_make_places() {
    const RequestContext context = context_of(DemoEntry::head_office);
    DemoIds ids;
    const auto list_outlets = [&](Chart::ListRequest request) {
        return parts_.chart.list_outlets(context_of(DemoEntry::head_office), book_, request);
    };
    std::map<std::string, OutletId> outlets;
    for (const auto& outlet : co_await all_of<ledger::Outlet>(list_outlets)) {
        outlets.emplace(outlet.code, outlet.id);
    }
    for (std::size_t i = 0; i < demo_outlet_count; ++i) {
        const std::string code(demo_outlets()[i].code);
        if (!outlets.contains(code)) {
            ledger::OutletDraft draft;
            draft.outlet.code = code;
            draft.outlet.name = demo_outlets()[i].name;
            const auto made = allowed(
                co_await parts_.chart.create_outlet(context, book_, draft), "make an outlet");
            outlets.emplace(code, made.id);
        }
        ids.outlets[i] = outlets.at(code);
    }
    const auto list_contacts = [&](Chart::ListRequest request) {
        return parts_.chart.list_contacts(context_of(DemoEntry::head_office), book_, request);
    };
    std::map<std::string, ContactId> contacts;
    for (const auto& contact : co_await all_of<ledger::Contact>(list_contacts)) {
        contacts.emplace(contact.code, contact.id);
    }
    for (const auto& known : demo_contacts()) {
        const std::string code(known.code);
        if (!contacts.contains(code)) {
            ledger::ContactDraft draft;
            draft.contact.code = code;
            draft.contact.name = known.name;
            const auto made = allowed(
                co_await parts_.chart.create_contact(context, book_, draft), "make a contact");
            contacts.emplace(code, made.id);
        }
        ids.contacts.push_back(contacts.at(code));
    }
    co_return ids;
}

RequestContext Demo::context_of(std::size_t maker) const {
    return {
        .principal = people_[maker],
        .deadline = Deadline::in(step_timeout),
        .request_id = "demo",
        .address = "127.0.0.1",
        .device_id = std::nullopt};
}

/// Hour by hour, so that the commit times lie where the day's entries were made.
Awaitable<void> Demo::make_day(Date day, Instant until) {
    const std::vector<DemoEntry> entries = plan_->day(day);
    for (auto next = entries.begin(); next != entries.end() && next->at <= until;) {
        const auto hour = next->at.us / us_per_hour;
        std::map<std::size_t, std::vector<DemoEntry>> by_maker;
        std::vector<DemoEntry> mistakes;
        for (; next != entries.end() && next->at <= until && next->at.us / us_per_hour == hour;
             ++next) {
            by_maker[next->outlet].push_back(*next);
            if (next->is_mistake) {
                mistakes.push_back(*next);
            }
        }
        parts_.clock.set(std::min(until, Instant{(hour + 1) * us_per_hour - 1'000}));
        for (auto& [maker, made] : by_maker) {
            co_await post(maker, std::move(made));
        }
        for (const auto& mistake : mistakes) {
            co_await reverse(mistake);
        }
    }
}

/// Entry by entry: what a visitor sees first stands in the order in which it was made.
Awaitable<void> Demo::make_today(Date day, Instant until) {
    const std::vector<DemoEntry> entries = plan_->day(day);
    for (const DemoEntry& made : entries) {
        if (made.at > until) {
            break;
        }
        parts_.clock.set(made.at);
        std::vector<DemoEntry> alone{made};
        co_await post(made.outlet, std::move(alone));
        if (made.is_mistake) {
            co_await reverse(made);
        }
    }
}

Awaitable<void> Demo::post(std::size_t maker, std::vector<DemoEntry> entries) {
    std::vector<Transactions::BatchItem> items;
    for (auto& made : entries) {
        items.emplace_back(std::move(made.draft));
    }
    const auto verdicts = allowed(
        co_await parts_.transactions.post_batch(context_of(maker), book_, std::move(items), false),
        "post");
    for (const auto& verdict : verdicts) {
        if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
            refused(*refusal, "post");
        }
    }
}

Awaitable<void> Demo::reverse(DemoEntry mistake) {
    ledger::ReverseDraft draft;
    draft.target = mistake.draft.id;
    const RequestKey key{.header = reversal_key(mistake.draft.id), .id_given = false};
    const auto reversed = co_await parts_.transactions.reverse(
        context_of(mistake.outlet), book_, draft, key);
    if (!reversed) {
        refused(reversed.refusal(), "reverse a mistake");
    }
}

void Demo::refused(const Refusal& refusal, std::string_view step) const {
    const std::string what = "the demo could not " + std::string(step) + ": "
                             + std::string(code_of(refusal.code)) + ", " + refusal.detail;
    if (identity_.made_up_to < identity_.first_day) {
        throw std::runtime_error(what);
    }
    log::warn(what);
}

Awaitable<void> Demo::run_traffic(std::shared_ptr<const std::atomic<bool>> stopping) {
    std::mt19937_64 random{std::random_device{}()};
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (!*stopping) {
        DemoEntry sold = plan_->live_sale(system_clock().now(), random);
        std::vector<DemoEntry> entries;
        const auto maker = sold.outlet;
        entries.push_back(std::move(sold));
        try {
            co_await post(maker, std::move(entries));
        } catch (const std::exception& error) {
            // The demo goes on: a full disk or a changed chart is the visitor's doing, and undone
            // by the visitor.
            log::warn("a demo sale was not posted", {{"why", error.what()}});
        }
        // In short steps, so that a server that ends does not wait for the next sale.
        const auto pause = traffic_pause * (500 + random() % 1000) / 1000;
        const auto until = std::chrono::steady_clock::now() + pause;
        while (!*stopping && std::chrono::steady_clock::now() < until) {
            timer.expires_after(100ms);
            co_await timer.async_wait(use_awaitable);
        }
    }
}

}  // namespace arus::app
