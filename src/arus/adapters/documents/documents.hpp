// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/documents.hpp"

#include <memory>

namespace arus::documents {

/// Makes CSV, XLSX and PDF. XLSX waits for its end in a file of the machine's folder for temporary
/// files (TMPDIR); Failure storage_full where that cannot be written. Safe from every thread; the
/// documents are not.
std::unique_ptr<app::Documents> make_documents();

}  // namespace arus::documents
