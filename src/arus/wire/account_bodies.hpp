// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/result.hpp"
#include "arus/ledger/act.hpp"

#include <string_view>

// The bodies that make and change accounts, outlets and contacts. Ids of what is made are left to
// the use case; ids of what is changed come from the path.
namespace arus::wire {

Result<ledger::AccountDraft> read_account_draft(std::string_view body);
Result<ledger::AccountChange> read_account_change(std::string_view body, AccountId id);
Result<ledger::OutletDraft> read_outlet_draft(std::string_view body);
Result<ledger::OutletChange> read_outlet_change(std::string_view body, OutletId id);
Result<ledger::ContactDraft> read_contact_draft(std::string_view body);
Result<ledger::ContactChange> read_contact_change(std::string_view body, ContactId id);

}  // namespace arus::wire
