// SPDX-License-Identifier: Apache-2.0
#include "arus/app/backup/backup_format.hpp"

#include "arus/base/assert.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace arus::app {

namespace {

constexpr std::string_view magic = "ARUSBAK1";
constexpr std::string_view magic_of_any_version = "ARUSBAK";
constexpr std::size_t frame_bytes_max = 512U << 20U;
constexpr std::size_t frame_bytes_good = 4U << 20U;  ///< rows are cut into frames about so long
constexpr std::size_t columns_max = 256;
constexpr const char* is_foreign = "this is no backup of Arus";
constexpr const char* is_cut = "the backup ends in the middle: it is not whole";
constexpr const char* is_damaged =
    "the backup is damaged: what it holds is not what was written into it";

void put_number(std::string& to, std::uint64_t number, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;) {
        to.push_back(static_cast<char>((number >> (i * 8U)) & 0xffU));
    }
}

std::uint64_t number_of(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) {
        number = number << 8U | static_cast<unsigned char>(byte);
    }
    return number;
}

void put_string(std::string& to, char kind, std::string_view bytes) {
    ARUS_ASSERT(bytes.size() <= std::numeric_limits<std::uint32_t>::max());
    to.push_back(kind);
    put_number(to, bytes.size(), 4);
    to += bytes;
}

void put_cell(std::string& to, const TableCell& cell) {
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        to.push_back('i');
        put_number(to, static_cast<std::uint64_t>(*number), 8);
    } else if (const auto* const text = std::get_if<std::string>(&cell)) {
        put_string(to, 't', *text);
    } else if (const auto* const bytes = std::get_if<TableBytes>(&cell)) {
        put_string(to, 'b', bytes->bytes);
    } else {
        to.push_back('n');
    }
}

void put_count(std::string& to, std::uint64_t number) {
    put_cell(to, static_cast<std::int64_t>(number));
}

/// Takes cells out of a frame; remembers when one was not there or not of the kind asked for.
class Cells {
public:
    explicit Cells(std::string_view bytes) : rest_(bytes) {}

    bool at_end() const { return rest_.empty(); }
    bool is_bad() const { return bad_; }

    TableCell cell() {
        const std::string_view kind = piece(1);
        if (kind == "n") {
            return std::monostate();
        }
        if (kind == "i") {
            return static_cast<std::int64_t>(number_of(piece(8)));
        }
        if (kind == "t" || kind == "b") {
            const std::string_view bytes = piece(number_of(piece(4)));
            if (kind == "t") {
                return std::string(bytes);
            }
            return TableBytes{std::string(bytes)};
        }
        bad_ = true;
        return std::monostate();
    }

    std::uint64_t count() {
        const auto found = as<std::int64_t>();
        bad_ = bad_ || found < 0;
        return bad_ ? 0 : static_cast<std::uint64_t>(found);
    }
    template <class Kind>
    Kind as() {
        TableCell found = cell();
        if (Kind* const value = std::get_if<Kind>(&found)) {
            return std::move(*value);
        }
        bad_ = true;
        return Kind();
    }
    template <std::size_t size>
    std::array<std::uint8_t, size> digest() {
        const std::string bytes = as<TableBytes>().bytes;
        std::array<std::uint8_t, size> digest{};
        bad_ = bad_ || bytes.size() != size;
        if (!bad_) {
            std::ranges::copy(bytes, digest.begin());
        }
        return digest;
    }

private:
    std::string_view piece(std::uint64_t size) {
        if (size > rest_.size()) {
            bad_ = true;
            rest_ = {};
            return {};
        }
        const std::string_view found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    std::string_view rest_;
    bool bad_ = false;
};

template <std::size_t size>
TableBytes bytes_of(const std::array<std::uint8_t, size>& digest) {
    return {std::string(digest.begin(), digest.end())};
}

BackupHeader header_of(Cells& cells) {
    BackupHeader header;
    header.schema_version = static_cast<int>(
        std::min<std::uint64_t>(cells.count(), std::numeric_limits<int>::max()));
    header.store = cells.as<std::string>();
    header.at.us = cells.as<std::int64_t>();
    header.program = cells.as<std::string>();
    return header;
}

BackupBook book_of(Cells& cells) {
    BackupBook book;
    book.book.bytes = cells.digest<16>();
    book.sequence = cells.count();
    book.offset = cells.count();
    book.hash = cells.digest<32>();
    book.epoch = cells.as<std::string>();
    return book;
}

std::optional<TableShape> shape_of(Cells& cells) {
    TableShape shape;
    shape.name = cells.as<std::string>();
    const std::uint64_t columns = cells.count();
    for (std::uint64_t i = 0; i < columns && i < columns_max; ++i) {
        shape.columns.push_back(cells.as<std::string>());
    }
    const std::uint64_t keys = cells.count();
    bool is_bad = columns == 0 || columns > columns_max || keys == 0 || keys > columns;
    for (std::uint64_t i = 0; i < keys && !is_bad; ++i) {
        shape.key.push_back(cells.count());
        is_bad = shape.key.back() >= columns;
    }
    return is_bad ? std::nullopt : std::optional(std::move(shape));
}

BackupRows rows_of(Cells& cells, std::size_t columns) {
    BackupRows rows;
    while (!cells.at_end() && !cells.is_bad()) {
        TableRow row;
        row.reserve(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            row.push_back(cells.cell());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

// Writing ---------------------------------------------------------------------------------------

BackupWriter::BackupWriter(ByteSink& sink) : sink_(sink) {
    hash_.add(magic);
    sink_.write(magic);
}

void BackupWriter::put(char kind, std::string_view cells) {
    ARUS_ASSERT(cells.size() <= frame_bytes_max);
    std::string head(1, kind);
    put_number(head, cells.size(), 4);
    hash_.add(head).add(cells);
    sink_.write(head);
    sink_.write(cells);
}

void BackupWriter::add(const BackupHeader& header) {
    std::string cells;
    put_count(cells, static_cast<std::uint64_t>(header.schema_version));
    put_cell(cells, header.store);
    put_cell(cells, header.at.us);
    put_cell(cells, header.program);
    put('H', cells);
}

void BackupWriter::add(const BackupBook& book) {
    std::string cells;
    put_cell(cells, bytes_of(book.book.bytes));
    put_count(cells, book.sequence);
    put_count(cells, book.offset);
    put_cell(cells, bytes_of(book.hash));
    put_cell(cells, book.epoch);
    put('B', cells);
}

void BackupWriter::add(const TableShape& shape) {
    ARUS_ASSERT(!shape.columns.empty() && !shape.key.empty());
    ARUS_ASSERT(shape.columns.size() <= columns_max);
    std::string cells;
    put_cell(cells, shape.name);
    put_count(cells, shape.columns.size());
    for (const std::string& column : shape.columns) {
        put_cell(cells, column);
    }
    put_count(cells, shape.key.size());
    for (const std::size_t at : shape.key) {
        put_count(cells, at);
    }
    put('T', cells);
    columns_ = shape.columns.size();
    ++end_.tables;
}

void BackupWriter::add(const BackupRows& rows) {
    std::string cells;
    for (const TableRow& row : rows) {
        ARUS_ASSERT(row.size() == columns_);
        for (const TableCell& cell : row) {
            put_cell(cells, cell);
        }
        if (cells.size() >= frame_bytes_good) {
            put('R', cells);
            cells.clear();
        }
    }
    if (!cells.empty()) {
        put('R', cells);
    }
    end_.rows += rows.size();
}

Hash256 BackupWriter::finish() {
    std::string cells;
    put_count(cells, end_.tables);
    put_count(cells, end_.rows);
    put('E', cells);
    const Hash256 sum = hash_.finish();
    sink_.write(bytes_of(sum).bytes);
    return sum;
}

// Reading ---------------------------------------------------------------------------------------

std::size_t BackupReader::take(std::span<char> into) {
    const std::size_t size = source_.read(into);
    hash_.add(std::string_view(into.data(), size));
    return size;
}

std::optional<BackupFault> BackupReader::read_start() {
    std::array<char, magic.size()> start{};
    const std::size_t size = take(start);
    const std::string_view found(start.data(), size);
    if (found == magic) {
        return std::nullopt;
    }
    if (found.size() == magic.size() && found.starts_with(magic_of_any_version)) {
        return BackupFault{
            "the backup was made by a newer version of Arus: restore it with that one"};
    }
    const bool may_be_ours = !found.empty() && magic.starts_with(found);
    return BackupFault{may_be_ours ? is_cut : is_foreign};
}

std::variant<BackupFrame, BackupFault> BackupReader::read_end(const std::string& cells) {
    Cells read(cells);
    BackupEnd end;
    end.tables = read.count();
    end.rows = read.count();
    sum_ = hash_.finish();
    std::array<char, 32> stored{};
    if (source_.read(stored) != stored.size()) {
        return BackupFault{is_cut};
    }
    std::array<char, 1> more{};
    const bool is_equal = std::ranges::equal(
        stored, sum_, [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
    if (!is_equal || read.is_bad() || !read.at_end() || source_.read(more) != 0) {
        return BackupFault{is_damaged};
    }
    return BackupFrame(end);
}

std::variant<BackupFrame, BackupFault> BackupReader::next() {
    if (!started_) {
        started_ = true;
        if (auto fault = read_start()) {
            return std::move(*fault);
        }
    }
    std::array<char, 5> head{};
    if (take(head) != head.size()) {
        return BackupFault{is_cut};
    }
    const auto size = static_cast<std::size_t>(number_of({head.data() + 1, 4}));
    if (size > frame_bytes_max) {
        return BackupFault{is_damaged};
    }
    // Grows as bytes come: a length that is not true does not take all memory.
    std::string cells;
    while (cells.size() < size) {
        const std::size_t had = cells.size();
        cells.resize(std::min(size, had + frame_bytes_good));
        const std::size_t wanted = cells.size() - had;
        if (take({cells.data() + had, wanted}) != wanted) {
            return BackupFault{is_cut};
        }
    }
    if (head[0] == 'E') {
        return read_end(cells);
    }
    Cells read(cells);
    std::optional<BackupFrame> frame;
    switch (head[0]) {
        case 'H':
            frame = header_of(read);
            break;
        case 'B':
            frame = book_of(read);
            break;
        case 'T':
            if (auto shape = shape_of(read)) {
                columns_ = shape->columns.size();
                frame = std::move(*shape);
            }
            break;
        case 'R':
            if (columns_ > 0) {
                frame = rows_of(read, columns_);
            }
            break;
        default:
            break;
    }
    if (!frame || read.is_bad() || !read.at_end()) {
        return BackupFault{is_damaged};
    }
    return std::move(*frame);
}

std::variant<BackupFacts, BackupFault> check_backup(ByteSource& source) {
    source.rewind();
    BackupReader reader(source);
    BackupFacts facts;
    BackupEnd seen;
    bool has_header = false;
    for (;;) {
        auto read = reader.next();
        if (auto* const fault = std::get_if<BackupFault>(&read)) {
            return std::move(*fault);
        }
        auto& frame = std::get<BackupFrame>(read);
        bool in_order = has_header;
        if (auto* const header = std::get_if<BackupHeader>(&frame)) {
            in_order = !has_header;
            has_header = true;
            facts.header = std::move(*header);
        } else if (auto* const book = std::get_if<BackupBook>(&frame)) {
            in_order = in_order && facts.tables.empty();
            facts.books.push_back(std::move(*book));
        } else if (auto* const shape = std::get_if<TableShape>(&frame)) {
            facts.tables.push_back(std::move(*shape));
        } else if (const auto* const rows = std::get_if<BackupRows>(&frame)) {
            in_order = in_order && !facts.tables.empty();
            seen.rows += rows->size();
        } else {
            facts.end = std::get<BackupEnd>(frame);
            facts.sum = reader.sum();
            in_order = in_order && facts.end.tables == facts.tables.size()
                       && facts.end.rows == seen.rows;
            if (in_order) {
                return facts;
            }
        }
        if (!in_order) {
            return BackupFault{is_damaged};
        }
    }
}

}  // namespace arus::app
