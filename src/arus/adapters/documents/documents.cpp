// SPDX-License-Identifier: Apache-2.0
#include "arus/adapters/documents/documents.hpp"

#include "arus/adapters/documents/detail/csv_document.hpp"
#include "arus/adapters/documents/detail/pdf_document.hpp"
#include "arus/adapters/documents/detail/xlsx_document.hpp"
#include "arus/base/assert.hpp"

#include <utility>

namespace arus::documents {

namespace {

class AllDocuments final : public app::Documents {
public:
    std::unique_ptr<app::Document> make(app::DocumentForm form, app::DocumentHead head) override {
        switch (form) {
            case app::DocumentForm::csv:
                return make_csv_document(std::move(head));
            case app::DocumentForm::xlsx:
                return make_xlsx_document(std::move(head));
            case app::DocumentForm::pdf:
                return make_pdf_document(std::move(head));
            case app::DocumentForm::hledger:
                break;
        }
        ARUS_ASSERT(!"no table has this form");
    }
};

}  // namespace

std::unique_ptr<app::Documents> make_documents() {
    return std::make_unique<AllDocuments>();
}

}  // namespace arus::documents
