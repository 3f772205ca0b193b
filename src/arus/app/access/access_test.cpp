// SPDX-License-Identifier: Apache-2.0
#include "arus/app/access/access.hpp"

#include "arus/app/detail/test_house.hpp"
#include "arus/app/transactions/event_feed.hpp"

#include <gtest/gtest.h>

namespace arus::app {
namespace {

using namespace std::chrono_literals;
using detail::code_in;
using detail::TestHouse;

class AccessTest : public testing::Test {
protected:
    std::string code(const User& user, BookId book, Permission permission) {
        return code_in(
            house_.run(house_.access.require(user.id, book, permission, TestHouse::soon())));
    }

    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    BookId book_ = house_.add_book(owner_);
};

TEST_F(AccessTest, hides_books_from_who_is_no_member_and_books_that_are_not_there_alike) {
    const User stranger = house_.add_user("Tono");
    EXPECT_EQ(code(stranger, book_, Permission::read_book), "not_found");
    EXPECT_EQ(code(owner_, BookId::make(house_.clock.now()), Permission::read_book), "not_found");
    EXPECT_EQ(code(owner_, book_, Permission::manage_members), "accepted");
}

TEST_F(AccessTest, forbids_what_the_role_does_not_carry) {
    const User viewer = house_.add_user("Vera");
    house_.add_member(book_, viewer, Role::viewer);
    EXPECT_EQ(code(viewer, book_, Permission::read_figures), "accepted");
    EXPECT_EQ(code(viewer, book_, Permission::post_transactions), "forbidden");
}

TEST_F(AccessTest, reads_a_membership_once_for_many_requests_and_again_after_it_was_forgotten) {
    EXPECT_EQ(code(owner_, book_, Permission::read_book), "accepted");
    const int reads = house_.identities.membership_reads;
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(code(owner_, book_, Permission::read_book), "accepted");
    }
    EXPECT_EQ(house_.identities.membership_reads, reads);
    house_.identities.members.clear();
    EXPECT_EQ(code(owner_, book_, Permission::read_book), "accepted") << "at most 400 ms old";
    house_.access.forget(book_);
    EXPECT_EQ(code(owner_, book_, Permission::read_book), "not_found");
}

TEST_F(AccessTest, lets_a_key_do_in_its_book_what_its_role_and_scope_allow) {
    const auto key_of = [&](Role role, bool read_only, BookId book) {
        ApiKey key;
        key.id = ApiKeyId::make(house_.clock.now());
        key.book_id = book;
        key.membership.role = role;
        key.read_only = read_only;
        key.expires_at = {house_.clock.now().us + 60'000'000};
        Hash256 hash{};
        std::copy(key.id.bytes.begin(), key.id.bytes.end(), hash.begin());
        house_.people.keys[hash] = key;
        return User{UserId{key.id.bytes}, "", "key", "en", house_.clock.now()};
    };
    const User admin = key_of(Role::admin, false, book_);
    EXPECT_EQ(code(admin, book_, Permission::post_transactions), "accepted");
    EXPECT_EQ(code(admin, book_, Permission::manage_book), "accepted");
    for (const Permission never :
         {Permission::manage_members, Permission::manage_keys, Permission::read_audit}) {
        EXPECT_EQ(code(admin, book_, never), "forbidden");
    }
    const User reader = key_of(Role::admin, true, book_);
    EXPECT_EQ(code(reader, book_, Permission::read_figures), "accepted");
    EXPECT_EQ(code(reader, book_, Permission::verify_book), "accepted");
    EXPECT_EQ(code(reader, book_, Permission::post_transactions), "forbidden");
    EXPECT_EQ(code(reader, book_, Permission::manage_contacts), "forbidden");
    EXPECT_EQ(
        code(key_of(Role::viewer, false, book_), book_, Permission::manage_chart), "forbidden");
    const BookId other = house_.add_book(owner_);
    EXPECT_EQ(code(admin, other, Permission::read_book), "not_found");
    house_.clock.advance(61s);
    house_.access.forget(book_);
    EXPECT_EQ(code(admin, book_, Permission::read_book), "not_found") << "expired";
}

TEST(FreshCache, is_used_for_400_ms_and_renewed_by_one_caller_from_the_half_on) {
    detail::FreshCache<int, int> cache(10);
    const auto start = std::chrono::steady_clock::time_point{} + 1h;
    cache.put(1, 11, cache.begin(start));
    EXPECT_EQ(cache.find(1, start + 199ms), 11);
    EXPECT_FALSE(cache.find(1, start + 200ms)) << "this caller renews it";
    EXPECT_EQ(cache.find(1, start + 200ms), 11) << "the others use what there is";
    EXPECT_EQ(cache.find(1, start + 399ms), 11);
    EXPECT_FALSE(cache.find(1, start + 400ms));
    EXPECT_FALSE(cache.find(1, start + 400ms));
}

TEST(FreshCache, does_not_keep_what_was_being_read_while_it_was_forgotten) {
    detail::FreshCache<int, int> cache(10);
    const auto start = std::chrono::steady_clock::time_point{} + 1h;
    const auto reading = cache.begin(start);
    cache.forget(1);
    cache.put(1, 11, reading);
    EXPECT_FALSE(cache.find(1, start));
    const auto other = cache.begin(start);
    cache.forget_if([](int key) { return key == 2; });
    cache.put(1, 11, other);
    EXPECT_FALSE(cache.find(1, start));
}

TEST(FreshCache, stays_bounded) {
    detail::FreshCache<int, int> cache(3);
    const auto start = std::chrono::steady_clock::time_point{} + 1h;
    for (int key = 0; key < 100; ++key) {
        cache.put(key, key, cache.begin(start));
        EXPECT_LE(cache.size(), 3U);
        EXPECT_EQ(cache.find(key, start), key);
    }
}

ledger::Event event_of(
    ledger::EventType type, std::string data, std::optional<OutletId> outlet = std::nullopt) {
    ledger::Event event;
    event.type = type;
    event.data = std::make_shared<const std::string>(std::move(data));
    event.outlet_id = outlet;
    return event;
}

TEST(MaySee, shows_a_cashier_own_outlets_contacts_the_book_and_accounts_without_limits) {
    using Type = ledger::EventType;
    const OutletId own = OutletId::make({1'000'000});
    const OutletId other = OutletId::make({1'000'000});
    BookAccess cashier;
    cashier.role = Role::cashier;
    cashier.outlet_scope = std::vector<OutletId>{own};
    const auto outlet_data = [](OutletId id) {
        return R"({"id":")" + id.text() + R"(","name":"\"id\":"})";
    };
    struct Case {
        ledger::Event event;
        bool is_seen;
    };
    const Case cases[] = {
        {event_of(Type::transaction_posted, "{}", own), true},
        {event_of(Type::transaction_posted, "{}", other), false},
        {event_of(Type::transaction_pending, "{}", std::nullopt), false},
        {event_of(Type::transaction_voided, "{}", own), true},
        {event_of(Type::outlet_created, outlet_data(own)), true},
        {event_of(Type::outlet_updated, outlet_data(other)), false},
        {event_of(Type::account_created, R"({"name":"\"min_balance\":1","min_balance":null})"),
         true},
        {event_of(Type::account_updated, R"({"name":"\"min_balance\":null","min_balance":"0"})"),
         false},
        {event_of(Type::contact_created, R"({"id":"x","version":1})"), true},
        {event_of(Type::book_updated, "{}"), true},
    };
    BookAccess viewer;
    for (const Case& one : cases) {
        EXPECT_EQ(may_see(cashier, one.event), one.is_seen)
            << ledger::text_of(one.event.type) << ' ' << *one.event.data;
        EXPECT_TRUE(may_see(viewer, one.event));
    }
}

TEST(IsInHistory, tells_positions_of_this_history_from_others) {
    const Hash256 hash = sha256("here");
    const Position head{"aaaa", 5, 9, sha256("head")};
    EXPECT_TRUE(is_in_history({0, std::nullopt, std::nullopt}, head, std::nullopt));
    EXPECT_TRUE(is_in_history({9, "aaaa", std::nullopt}, head, std::nullopt));
    EXPECT_TRUE(is_in_history({4, "aaaa", hash}, head, hash));
    EXPECT_FALSE(is_in_history({4, "bbbb", std::nullopt}, head, std::nullopt));
    EXPECT_FALSE(is_in_history({10, "aaaa", std::nullopt}, head, std::nullopt));
    EXPECT_FALSE(is_in_history({4, "aaaa", hash}, head, sha256("there")));
    EXPECT_FALSE(is_in_history({4, "aaaa", hash}, head, std::nullopt));
}

}  // namespace
}  // namespace arus::app
