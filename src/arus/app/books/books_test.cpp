// SPDX-License-Identifier: Apache-2.0
#include "arus/app/books/books.hpp"

#include "arus/app/books/chart.hpp"
#include "arus/app/detail/test_house.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace arus::app {
namespace {

using detail::code_in;
using detail::first_field_in;
using detail::TestHouse;

class BooksTest : public testing::Test {
protected:
    RequestContext as(const User& user) { return TestHouse::context_of(user); }

    Result<BookView> create(BookDraft draft) {
        return house_.run(house_.books.create(as(owner_), std::move(draft)));
    }
    Result<BookView> change(const User& user, ledger::BookChange change) {
        return house_.run(house_.books.change(as(user), book_, std::move(change), std::nullopt));
    }
    Result<Member> put(const User& by, const User& user, MemberChange change) {
        return house_.run(house_.books.put_member(as(by), book_, user.id, std::move(change)));
    }
    OutletId add_outlet(const std::string& code) {
        ledger::OutletDraft draft;
        draft.outlet.code = code;
        draft.outlet.name = "Outlet " + code;
        return house_.run(chart_.create_outlet(as(owner_), book_, draft))->id;
    }
    Result<ledger::Contact> add_contact(const User& user, const std::string& code) {
        ledger::ContactDraft draft;
        draft.contact.code = code;
        draft.contact.name = "Contact " + code;
        return house_.run(chart_.create_contact(as(user), book_, draft));
    }

    TestHouse house_;
    User owner_ = house_.add_user("Sari");
    BookId book_ = house_.add_book(owner_);
    Chart chart_{house_.ledgers, *house_.committer, house_.access, house_.audit, house_.clock};
};

TEST_F(BooksTest, takes_the_currencys_usual_decimals) {
    const auto exponent = [&](const char* currency) {
        return create({"B", currency, std::nullopt, "Asia/Jakarta", "none", std::nullopt})
            ->book.exponent;
    };
    EXPECT_EQ(exponent("IDR"), 0);
    EXPECT_EQ(exponent("JPY"), 0);
    EXPECT_EQ(exponent("USD"), 2);
    EXPECT_EQ(exponent("KWD"), 3);
    EXPECT_EQ(exponent("QQQ"), 2);
    EXPECT_EQ(create({"B", "IDR", 2, "Asia/Jakarta", "none", "04-01"})->book.exponent, 2);
}

TEST_F(BooksTest, refuses_zones_templates_and_fiscal_years_that_do_not_exist) {
    EXPECT_EQ(
        first_field_in(create({"B", "IDR", {}, "Asia/Atlantis", "none", {}})), "/time_zone enum");
    EXPECT_EQ(
        first_field_in(create({"B", "IDR", {}, "Asia/Jakarta", "big", {}})), "/template enum");
    EXPECT_EQ(
        first_field_in(create({"B", "IDR", {}, "Asia/Jakarta", "none", "02-29"})),
        "/fiscal_year_start pattern");
    ledger::BookChange wrong;
    wrong.time_zone = "Asia/Atlantis";
    EXPECT_EQ(first_field_in(change(owner_, wrong)), "/time_zone enum");
}

TEST_F(BooksTest, makes_the_whole_chart_of_the_template_in_the_first_events) {
    EXPECT_EQ(create({"B", "IDR", {}, "Asia/Jakarta", "minimal", {}})->role, Role::owner);
    const auto umkm = house_.run(
        chart_.list_accounts(as(owner_), book_, {std::nullopt, {500, std::nullopt}}));
    EXPECT_GT(umkm->items.size(), 50U);
    const auto events = house_.run(house_.ledgers.events(book_, {}, TestHouse::soon()));
    EXPECT_EQ(events.events.size(), umkm->items.size());
}

TEST_F(BooksTest, lists_own_books_newest_first_in_pages) {
    for (int i = 0; i < 4; ++i) {
        house_.clock.advance(std::chrono::seconds(1));
        ASSERT_TRUE(create({"B" + std::to_string(i), "IDR", {}, "Asia/Jakarta", "none", {}}));
    }
    const User other = house_.add_user("Tono");
    EXPECT_TRUE(house_.run(house_.books.list(as(other), {}))->items.empty());
    const auto first = house_.run(house_.books.list(as(owner_), {3, std::nullopt}));
    ASSERT_EQ(first->items.size(), 3U);
    EXPECT_EQ(first->items[0].book.name, "B3");
    const auto second = house_.run(house_.books.list(as(owner_), {3, first->next_cursor}));
    ASSERT_EQ(second->items.size(), 2U);
    EXPECT_EQ(second->items[1].book.name, "Kopi Senja");
    EXPECT_FALSE(second->next_cursor);
}

TEST_F(BooksTest, shows_a_change_to_the_next_reader_at_once) {
    ledger::BookChange rename;
    rename.name = "Kopi Pagi";
    rename.exponent = 2;
    EXPECT_EQ(change(owner_, rename)->book.name, "Kopi Pagi");
    EXPECT_EQ(house_.run(house_.books.find(as(owner_), book_))->book.name, "Kopi Pagi");
    const auto access = house_.run(
        house_.access.require(owner_.id, book_, Permission::read_book, TestHouse::soon()));
    EXPECT_EQ((*access)->book.exponent, 2);
}

TEST_F(BooksTest, lets_an_accountant_lock_and_nothing_else) {
    const User accountant = house_.add_user("Ayu");
    const User cashier = house_.add_user("Kadek");
    house_.add_member(book_, accountant, Role::accountant);
    house_.add_member(book_, cashier, Role::cashier, {add_outlet("A")});
    ledger::BookChange lock;
    lock.lock_date = parse_date("2026-10-31");
    EXPECT_EQ(change(accountant, lock)->book.lock_date, parse_date("2026-10-31"));
    EXPECT_EQ(code_in(change(cashier, lock)), "forbidden");
    ledger::BookChange rename = lock;
    rename.name = "Mine";
    EXPECT_EQ(code_in(change(accountant, rename)), "forbidden");
}

TEST_F(BooksTest, gives_a_cashier_outlets_and_nobody_else) {
    const User kadek = house_.add_user("Kadek");
    const OutletId outlet = add_outlet("A");
    EXPECT_EQ(first_field_in(put(owner_, kadek, {Role::cashier, {}})), "/outlet_ids too_short");
    EXPECT_EQ(first_field_in(put(owner_, kadek, {Role::viewer, {outlet}})), "/outlet_ids too_long");
    EXPECT_EQ(
        first_field_in(put(owner_, kadek, {Role::cashier, {outlet, OutletId::make({1})}})),
        "/outlet_ids/1 unknown_outlet");
    const Result<Member> put_in = put(owner_, kadek, {Role::cashier, {outlet}});
    ASSERT_TRUE(put_in);
    EXPECT_EQ(put_in->user.email, "Kadek@arus.test");
    EXPECT_EQ(put_in->membership.outlet_ids, std::vector<OutletId>{outlet});
    User nobody = kadek;
    nobody.id = UserId::make({1});
    EXPECT_EQ(code_in(put(owner_, nobody, {Role::viewer, {}})), "not_found");
}

TEST_F(BooksTest, leaves_owners_to_owners_and_a_book_with_one) {
    const User admin = house_.add_user("Adi");
    const User other = house_.add_user("Olga");
    EXPECT_EQ(code_in(put(owner_, admin, {Role::admin, {}})), "accepted");
    EXPECT_EQ(code_in(put(admin, other, {Role::viewer, {}})), "accepted");
    EXPECT_EQ(code_in(put(admin, other, {Role::owner, {}})), "forbidden");
    EXPECT_EQ(code_in(put(admin, owner_, {Role::viewer, {}})), "forbidden");
    EXPECT_EQ(
        code_in(house_.run(house_.books.delete_member(as(admin), book_, owner_.id))), "forbidden");
    EXPECT_EQ(code_in(put(owner_, owner_, {Role::viewer, {}})), "last_owner");
    EXPECT_EQ(
        code_in(house_.run(house_.books.delete_member(as(owner_), book_, owner_.id))),
        "last_owner");
    EXPECT_EQ(code_in(put(owner_, other, {Role::owner, {}})), "accepted");
    EXPECT_EQ(
        code_in(house_.run(house_.books.delete_member(as(owner_), book_, owner_.id))), "accepted");
    EXPECT_EQ(code_in(house_.run(house_.books.find(as(owner_), book_))), "not_found") << "at once";
    EXPECT_EQ(
        code_in(house_.run(house_.books.delete_member(as(other), book_, owner_.id))), "not_found");
}

TEST_F(BooksTest, shows_members_to_owner_and_admin_alone) {
    const User viewer = house_.add_user("Vera");
    house_.add_member(book_, viewer, Role::viewer);
    EXPECT_EQ(house_.run(house_.books.list_members(as(owner_), book_, {}))->items.size(), 2U);
    EXPECT_EQ(code_in(house_.run(house_.books.list_members(as(viewer), book_, {}))), "forbidden");
}

TEST_F(BooksTest, hides_limits_and_other_outlets_from_a_cashier) {
    const OutletId own = add_outlet("A");
    add_outlet("B");
    const User cashier = house_.add_user("Kadek");
    house_.add_member(book_, cashier, Role::cashier, {own});
    ledger::AccountDraft draft;
    draft.account.code = "0001";
    draft.account.name = "Laci";
    draft.min_balance = "0";
    ASSERT_TRUE(house_.run(chart_.create_account(as(owner_), book_, draft)));
    const Chart::ListRequest all{std::nullopt, {500, std::nullopt}};
    EXPECT_EQ(
        house_.run(chart_.list_accounts(as(owner_), book_, all))->items.at(0).min_balance_minor, 0);
    EXPECT_FALSE(
        house_.run(chart_.list_accounts(as(cashier), book_, all))->items.at(0).min_balance_minor);
    const auto outlets = house_.run(chart_.list_outlets(as(cashier), book_, all));
    ASSERT_EQ(outlets->items.size(), 1U);
    EXPECT_EQ(outlets->items[0].id, own);
}

TEST_F(BooksTest, lets_each_role_change_what_it_may_of_the_chart) {
    const OutletId outlet = add_outlet("A");
    const User accountant = house_.add_user("Ayu");
    const User cashier = house_.add_user("Kadek");
    const User viewer = house_.add_user("Vera");
    house_.add_member(book_, accountant, Role::accountant);
    house_.add_member(book_, cashier, Role::cashier, {outlet});
    house_.add_member(book_, viewer, Role::viewer);
    ledger::OutletChange rename;
    rename.id = outlet;
    rename.name = "Utama";
    EXPECT_EQ(code_in(house_.run(chart_.change_outlet(as(owner_), book_, rename))), "accepted");
    EXPECT_EQ(
        code_in(house_.run(chart_.change_outlet(as(accountant), book_, rename))), "forbidden");
    EXPECT_EQ(code_in(house_.run(chart_.create_outlet(as(accountant), book_, {}))), "forbidden");
    ledger::AccountDraft account;
    account.account.code = "0002";
    account.account.name = "Baru";
    EXPECT_EQ(code_in(house_.run(chart_.create_account(as(cashier), book_, account))), "forbidden");
    EXPECT_EQ(
        code_in(house_.run(chart_.create_account(as(accountant), book_, account))), "accepted");
    EXPECT_EQ(code_in(house_.run(chart_.create_account(as(owner_), book_, account))), "code_taken");
    const Result<ledger::Contact> contact = add_contact(cashier, "C1");
    ASSERT_TRUE(contact);
    EXPECT_EQ(code_in(add_contact(viewer, "C2")), "forbidden");
    ledger::ContactChange archive;
    archive.id = contact->id;
    archive.archived = true;
    EXPECT_EQ(code_in(house_.run(chart_.change_contact(as(cashier), book_, archive))), "forbidden");
    EXPECT_TRUE(house_.run(chart_.change_contact(as(accountant), book_, archive))->archived);
    archive.id = ContactId::make({1});
    EXPECT_EQ(
        code_in(house_.run(chart_.change_contact(as(accountant), book_, archive))), "not_found");
}

TEST_F(BooksTest, pages_contacts_of_one_kind) {
    for (int i = 10; i < 30; ++i) {
        const Result<ledger::Contact> contact = add_contact(owner_, "C" + std::to_string(i));
        if (i % 3 == 0) {
            ledger::ContactChange archive;
            archive.id = contact->id;
            archive.archived = true;
            ASSERT_TRUE(house_.run(chart_.change_contact(as(owner_), book_, archive)));
        }
    }
    for (const bool archived : {true, false}) {
        std::vector<std::string> codes;
        std::optional<std::string> cursor;
        do {
            const auto page = house_.run(
                chart_.list_contacts(as(owner_), book_, {archived, {4, cursor}}));
            ASSERT_TRUE(page);
            for (const ledger::Contact& contact : page->items) {
                EXPECT_EQ(contact.archived, archived);
                codes.push_back(contact.code);
            }
            EXPECT_TRUE(page->items.size() == 4 || !page->next_cursor);
            cursor = page->next_cursor;
        } while (cursor);
        EXPECT_EQ(codes.size(), archived ? 6U : 14U);
        EXPECT_TRUE(std::ranges::is_sorted(codes));
    }
}

}  // namespace
}  // namespace arus::app
