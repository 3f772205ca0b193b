// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/books/books.hpp"
#include "arus/app/detail/fake_people.hpp"
#include "arus/app/detail/fake_stores.hpp"
#include "arus/app/transactions/committer.hpp"
#include "arus/async/blocking_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace arus::app::detail {

/// A clock that tests set by hand.
class TestClock final : public Clock {
public:
    explicit TestClock(std::string_view text) { set(text); }
    Instant now() const override { return {us_.load()}; }
    void set(std::string_view text) { us_ = parse_instant(text)->us; }
    void advance(std::chrono::microseconds span) { us_ += span.count(); }

private:
    std::atomic<std::int64_t> us_{0};
};

/// Everything that stands around a use case in these tests: two loops, stores in memory, the real
/// committer.
struct TestHouse {
    TestClock clock{"2026-11-22T03:30:00Z"};  ///< a Sunday, 10.30 in Jakarta
    FakeIdentityStore identities;
    FakeLedgerStore ledgers{identities, clock};
    FakeAuditStore audit_store;
    FakePeopleStore people{identities, audit_store};
    FakeBus bus;
    LoopPool loops{2};
    std::unique_ptr<Committer> committer = Committer::make(ledgers, bus, loops, {});
    Access access{identities, ledgers, people, clock, {}};
    Audit audit{audit_store, access, clock};
    Books books{{identities, people, ledgers, *committer, access, audit, clock}};

    ~TestHouse() {
        audit.stop(soon());
        committer->stop(Deadline::in(std::chrono::seconds(5)));
    }

    /// What the coroutine returns or throws.
    template <class T>
    T run(Awaitable<T> task) {
        if constexpr (std::is_void_v<T>) {
            asio::co_spawn(loops.loop(0), std::move(task), asio::use_future).get();
        } else {
            std::optional<T> value;
            asio::co_spawn(loops.loop(0), keep(std::move(task), &value), asio::use_future).get();
            return std::move(*value);
        }
    }

    template <class T>
    static Awaitable<void> keep(Awaitable<T> task, std::optional<T>* value) {
        value->emplace(co_await std::move(task));
    }

    User add_user(const std::string& name, const std::string& locale = "id") {
        const User user{UserId::make(clock.now()), name + "@arus.test", name, locale, clock.now()};
        identities.users.insert_or_assign(user.id, UserCredentials{user, "no password"});
        return user;
    }

    static RequestContext context_of(const User& user) {
        auto principal = std::make_shared<Principal>();
        principal->user_id = user.id;
        principal->name = user.name;
        principal->email = user.email;
        principal->locale = user.locale;
        return {principal, soon(), "request-1", "192.0.2.1", std::nullopt};
    }

    static Deadline soon() { return Deadline::in(std::chrono::seconds(20)); }

    BookId add_book(const User& owner, const std::string& chart = "umkm") {
        const BookDraft draft{"Kopi Senja",   "IDR", std::nullopt,
                              "Asia/Jakarta", chart, std::nullopt};
        return run(books.create(owner, draft, soon()))->book.id;
    }

    void add_member(BookId book, const User& user, Role role, std::vector<OutletId> outlets = {}) {
        identities.members.insert_or_assign({book, user.id}, Membership{role, std::move(outlets)});
        access.forget(user.id, book);
    }
};

/// The code of the refusal, or `accepted`.
template <class T>
std::string code_in(const Result<T>& result) {
    return result ? "accepted" : std::string(code_of(result.refusal().code));
}

/// `pointer code` of the first field that was refused.
template <class T>
std::string first_field_in(const Result<T>& result) {
    if (result || result.refusal().fields.empty()) {
        return "none";
    }
    return result.refusal().fields.front().pointer + ' ' + result.refusal().fields.front().code;
}

}  // namespace arus::app::detail
