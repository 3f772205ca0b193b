// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/books/books.hpp"
#include "arus/app/books/chart.hpp"
#include "arus/app/demo/demo_plan.hpp"
#include "arus/app/people/authentication.hpp"
#include "arus/app/transactions/transactions.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

// A coffee-shop chain to look at: three outlets, their people, 90 days of books and sales that go
// on. Everything is done through the use cases that a client's requests reach, with the same
// checks; only the clock is set by hand while the history is made, so that it looks entered when it
// happened.
namespace arus::app {

/// A clock that shows the time it was set to, or the machine's own. Safe from every thread.
class DemoClock final : public Clock {
public:
    Instant now() const override {
        const auto set = set_us_.load();
        return set == 0 ? system_clock().now() : Instant{set};
    }
    void set(Instant instant) { set_us_ = instant.us; }
    void follow_machine() { set_us_ = 0; }

private:
    std::atomic<std::int64_t> set_us_{0};
};

/// What must be remembered from one start to the next; kept in the demo's data folder.
struct DemoIdentity {
    std::string password;  ///< of everybody in the demo
    std::uint64_t seed = 1;
    Date first_day;
    Date made_up_to;  ///< the history is complete up to the end of this day; before first_day:
                      ///< there is none yet
};

inline constexpr std::string_view demo_owner_email = "ayu@demo.example";

class Demo {
public:
    struct Parts {
        IdentityStore& identities;
        Passwords& passwords;
        Authentication& authentication;
        Books& books;
        Chart& chart;
        Transactions& transactions;
        DemoClock& clock;
    };

    /// `parts` must outlive the demo.
    Demo(Parts parts, DemoIdentity identity);

    /// Called with how much of the history is made, 0 to 1, and the day that was finished last.
    using Progress = std::function<void(double done, Date day)>;

    /// Makes people, book, outlets and contacts where they are missing, and the days of the history
    /// that are missing, up to now. Going on after an interruption books nothing twice: the drafts
    /// have the same ids. Throws Failure; std::runtime_error where a use case refuses what it
    /// should allow.
    Awaitable<DemoIdentity> prepare(Progress progress);

    /// Posts a sale every few seconds until `stopping` is set. A failure is logged and tried again
    /// later.
    Awaitable<void> run_traffic(std::shared_ptr<const std::atomic<bool>> stopping);

private:
    Awaitable<std::shared_ptr<const Principal>> sign_in(std::string email);
    Awaitable<void> make_owner();
    Awaitable<void> make_cashier(std::size_t outlet);
    Awaitable<BookId> find_or_make_book();
    Awaitable<DemoIds> find_or_make_places();
    Awaitable<void> make_day(Date day, Instant until);
    Awaitable<void> make_today(Date day, Instant until);
    Awaitable<void> post(std::size_t maker, std::vector<DemoEntry> entries);
    Awaitable<void> reverse(DemoEntry mistake);
    RequestContext context_of(std::size_t maker) const;
    /// While the history is made for the first time nothing may be refused; later a visitor may
    /// have locked a period or archived an account, which is logged and left to them.
    void refused(const Refusal& refusal, std::string_view step) const;

    Parts parts_;
    DemoIdentity identity_;
    BookId book_;
    std::optional<DemoPlan> plan_;
    std::array<std::shared_ptr<const Principal>, demo_outlet_count + 1> people_;  ///< cashiers,
                                                                                  ///< then the
                                                                                  ///< owner
};

}  // namespace arus::app
