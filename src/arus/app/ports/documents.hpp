// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Tables that leave Arus: a head, rows one after the other, bytes.
namespace arus::app {

enum class DocumentForm { csv, xlsx, pdf, hledger };

std::string_view text_of(DocumentForm form);
std::optional<DocumentForm> parse_document_form(std::string_view text);

struct DocumentColumn {
    enum class Kind { text, date, number, amount };
    std::string title;
    Kind kind = Kind::text;
    int width = 10;       ///< in characters; on paper a share of the page
    bool summed = false;  ///< of amounts: the rows of kind `plain` are added up below the table
};

struct DocumentHead {
    std::string book_name;
    std::string title;
    std::vector<std::string> lines;  ///< below the title: period, outlet, when it was made
    std::string footer;              ///< at the foot of each page: the position it is true at
    std::string page_word;           ///< `Halaman`
    std::string of_word;             ///< `dari`
    std::string total_word;          ///< `Jumlah`
    std::string locale;              ///< `id` or `en`: how numbers and dates look on paper
    std::string currency;
    int exponent = 0;
    std::vector<DocumentColumn> columns;  ///< 1 to 80
};

/// Nothing, text, a day, or a number (minor units in a column of amounts).
using DocumentCell = std::variant<std::monostate, std::string, Date, std::int64_t>;

struct DocumentRow {
    enum class Kind { plain, header, total };
    Kind kind = Kind::plain;
    int level = 0;  ///< how far the row's text stands in
    /// Other rows of this document, by their numbers from 0 on, that add up to this one, with their
    /// signs. Empty: the amounts stand for themselves. For forms that calculate, which do it in
    /// doubles: no part has an amount beyond 2^53.
    struct Part {
        std::size_t row = 0;
        int sign = 1;
    };
    std::vector<Part> parts;
    std::vector<std::int64_t> rest;   ///< with parts, for each cell: what they leave of it
    std::vector<DocumentCell> cells;  ///< as many as there are columns
};

/// One document on its way. Used by one thread at a time. Throws Failure where the machine has no
/// room for it.
class Document {
public:
    virtual ~Document() = default;

    /// False: the form takes no more rows (a PDF of too many pages); nothing more will come of it.
    virtual bool add(const DocumentRow& row) = 0;
    /// No more rows come. Once.
    virtual void close() = 0;
    /// The next bytes that are ready, at most that many; empty: none before more rows come or,
    /// after close(), the end.
    virtual std::string take(std::size_t bytes_max) = 0;
};

class Documents {
public:
    virtual ~Documents() = default;

    /// Precondition: form is csv, xlsx or pdf.
    virtual std::unique_ptr<Document> make(DocumentForm form, DocumentHead head) = 0;
};

}  // namespace arus::app
