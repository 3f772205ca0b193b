// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/ledger/detail/workspace.hpp"

// One function for each act. It asks its rules in the order of RefusalCode and answers with the
// first that is broken; if none is, it writes through the workspace and answers with what came of
// it.
namespace arus::ledger::detail {

Verdict decide(Workspace& workspace, const Entry& entry, const TransactionDraft& draft);
Verdict decide(Workspace& workspace, const Entry& entry, const ReverseDraft& draft);
Verdict decide(Workspace& workspace, const Entry& entry, const SettleDraft& draft);
Verdict decide(Workspace& workspace, const Entry& entry, const AccountDraft& draft);
Verdict decide(Workspace& workspace, const Entry& entry, const AccountChange& change);
Verdict decide(Workspace& workspace, const Entry& entry, const OutletDraft& draft);
Verdict decide(Workspace& workspace, const Entry& entry, const OutletChange& change);
Verdict decide(Workspace& workspace, const Entry& entry, const ContactDraft& draft);
Verdict decide(Workspace& workspace, const Entry& entry, const ContactChange& change);
Verdict decide(Workspace& workspace, const Entry& entry, const BookChange& change);

}  // namespace arus::ledger::detail
