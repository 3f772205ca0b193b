// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/documents.hpp"

#include <memory>

namespace arus::documents {

std::unique_ptr<app::Document> make_pdf_document(app::DocumentHead head);

}  // namespace arus::documents
