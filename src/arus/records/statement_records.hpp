// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/statement_store.hpp"
#include "arus/records/corrupt.hpp"

// What stands behind a figure of a statement.
namespace arus::records {

/// Columns from `first` on: ARUS_ACT of the queries.
template <class Rows>
app::ActRecord act_of(const Rows& rows, typename Rows::Column first) {
    app::ActRecord act;
    act.transaction_id = rows.template id<TransactionId>(first);
    act.kind = parsed(
        ledger::parse_transaction_kind(rows.text(first + 1)), "kind of a transaction");
    act.description = rows.string(first + 2);
    act.reference = rows.optional_string(first + 3);
    act.outlet_id = rows.template optional_id<OutletId>(first + 4);
    act.contact_id = rows.template optional_id<ContactId>(first + 5);
    act.made_at = rows.optional_instant(first + 6);
    act.committed_at = rows.instant(first + 7);
    act.created_by = rows.template id<UserId>(first + 8);
    act.created_by_name = rows.string(first + 9);
    act.device_id = rows.template optional_id<DeviceId>(first + 10);
    return act;
}

}  // namespace arus::records
