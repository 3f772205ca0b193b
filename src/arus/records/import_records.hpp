// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/import_store.hpp"

namespace arus::records {

/// id, book, created_by, name, file_bytes, complete, created_at_us, expires_at_us
template <class Rows>
app::ImportFile import_file_of(const Rows& rows) {
    app::ImportFile file;
    file.id = rows.template id<app::ImportId>(0);
    file.book_id = rows.template id<BookId>(1);
    file.created_by = rows.template id<UserId>(2);
    file.name = rows.string(3);
    file.bytes = rows.count(4);
    file.is_complete = rows.boolean(5);
    file.created_at = rows.instant(6);
    file.expires_at = rows.instant(7);
    return file;
}

/// page, the counts in the order of imports::Verdict, bytes
template <class Rows>
app::ImportRowPage import_rows_of(const Rows& rows) {
    app::ImportRowPage page;
    page.number = rows.count(0);
    page.counts = {rows.count(1), rows.count(2), rows.count(3), rows.count(4), rows.count(5)};
    page.bytes = rows.string(6);
    return page;
}

/// signature, columns, mapping, outlet_id, used_at_us
template <class Rows>
app::RememberedMapping import_mapping_of(const Rows& rows) {
    app::RememberedMapping mapping;
    mapping.signature = rows.string(0);
    mapping.columns = rows.string(1);
    mapping.mapping = rows.string(2);
    mapping.outlet_id = rows.template optional_id<OutletId>(3);
    mapping.used_at = rows.instant(4);
    return mapping;
}

}  // namespace arus::records
