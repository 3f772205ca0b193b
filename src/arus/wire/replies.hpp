// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/books/books.hpp"
#include "arus/app/people/authentication.hpp"
#include "arus/app/statements/reports.hpp"
#include "arus/app/transactions/transactions.hpp"
#include "arus/app/transactions/verifier.hpp"
#include "arus/wire/transaction_body.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The replies of REST as contracts/openapi.yaml shapes them; every function returns one whole JSON
// document.
namespace arus::wire {

/// A transaction as committed: the bytes of its event, with its position added.
std::string transaction_reply(const app::Committed& committed);
/// A transaction as it stands now.
std::string transaction_reply(const app::TransactionRecord& record, int exponent);
std::string transaction_list_reply(const app::Page<app::TransactionRecord>& page, int exponent);

/// What became of each item; `ids` as sent. The two lists are of one length.
std::string batch_reply(
    const std::vector<std::optional<TransactionId>>& ids,
    const std::vector<app::CommitVerdict>& verdicts);

std::string account_reply(const ledger::Account& account, BookId book, int exponent);
std::string account_list_reply(const app::Page<ledger::Account>& page, BookId book, int exponent);
std::string outlet_reply(const ledger::Outlet& outlet, BookId book);
std::string outlet_list_reply(const app::Page<ledger::Outlet>& page, BookId book);
std::string contact_reply(const ledger::Contact& contact, BookId book);
std::string contact_list_reply(const app::Page<ledger::Contact>& page, BookId book);

std::string book_reply(const app::BookView& book);
std::string book_list_reply(const app::Page<app::BookView>& page);
std::string member_reply(const app::Member& member);
std::string member_list_reply(const app::Page<app::Member>& page);

struct SetupReply {
    app::SetupState state;
    bool demo = false;
    std::string version;
};
std::string setup_reply(const SetupReply& setup);
std::string registration_reply(const app::SignedIn& signed_in);
std::string session_reply(const app::SignedIn& signed_in);
std::string fresh_token_reply(const app::FreshToken& token);
std::string me_reply(const app::Principal& principal, const std::vector<app::BookOfUser>& books);
std::string me_reply(const app::User& user, const std::vector<app::BookOfUser>& books);

std::string balances_reply(const app::Balances& balances);
/// One of its items.
std::string balance_item_reply(const app::BalanceItem& item, int exponent);
std::string summary_reply(const app::SummaryReport& report);

std::string event_list_reply(const app::EventList& list, BookId book);
std::string verification_reply(const app::VerificationRecord& report);

}  // namespace arus::wire
