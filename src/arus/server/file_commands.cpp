// SPDX-License-Identifier: Apache-2.0
// `arus import` and `arus export`: what the API does with files, without a server.
#include "arus/base/text.hpp"
#include "arus/imports/table_row.hpp"
#include "arus/server/background_process.hpp"
#include "arus/server/commands.hpp"
#include "arus/server/verb_options.hpp"
#include "arus/wire/import_bodies.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace arus::server {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t piece_bytes = 1U << 20U;
constexpr std::uint64_t file_bytes_max = 64U << 20U;
constexpr std::size_t shown_rows = 50;
constexpr std::size_t name_max = 120;

int fail(const Refusal& refusal) {
    std::fprintf(stderr, "arus: %s\n", refusal.detail.c_str());
    for (const FieldRefusal& field : refusal.fields) {
        std::fprintf(stderr, "arus: %s %s\n", field.pointer.c_str(), field.detail.c_str());
    }
    return exit_failure;
}

int fail(const app::JobRecord& job) {
    std::fprintf(
        stderr, "arus: %s: %s\n", job.error ? job.error->code.c_str() : "failed",
        job.error ? job.error->detail.c_str() : "");
    return exit_failure;
}

/// The words without dashes, and whether the flag stood among the others.
struct Words {
    Arguments options;
    std::vector<std::string> files;
    bool has_flag = false;
};
Words split_words(const Arguments& arguments, const std::string& flag) {
    Words words;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == flag) {
            words.has_flag = true;
        } else if (arguments[i].starts_with("--")) {
            words.options.push_back(arguments[i]);
            if (arguments[i].find('=') == std::string::npos && i + 1 < arguments.size()) {
                words.options.push_back(arguments[++i]);
            }
        } else {
            words.files.push_back(arguments[i]);
        }
    }
    return words;
}

/// `--book`, or a message and the exit code.
std::variant<BookId, int> book_of(const VerbOptions& options) {
    const auto book = BookId::parse(options.value("book").value_or(""));
    if (!book) {
        return refuse_usage("give --book with the id of a book");
    }
    return *book;
}

void print_refused_rows(
    BackgroundProcess& process, const app::RequestContext& context, app::JobId job) {
    app::PageRequest page;
    page.limit = shown_rows;
    app::RequestContext asked = context;
    asked.deadline = Deadline::in(60s);
    const auto rows = process.wait_for(
        process.background().imports().rows(asked, job, imports::Verdict::refused, page));
    if (!rows) {
        return;
    }
    for (const std::string& text : rows->items) {
        const boost::json::value row = boost::json::parse(text);
        std::fprintf(
            stderr, "line %lld: %s: %s\n",
            static_cast<long long>(row.at("row").to_number<std::int64_t>()),
            row.at("error").at("code").as_string().c_str(),
            row.at("error").at("detail").as_string().c_str());
    }
    if (rows->next_cursor) {
        std::fputs("…\n", stderr);
    }
}

std::optional<Date> date_option(const VerbOptions& options, const std::string& name, bool& fits) {
    const auto text = options.value(name);
    const auto date = text ? parse_date(*text) : std::nullopt;
    fits = fits && (!text || date);
    return date;
}

}  // namespace

int import(const Arguments& arguments) {
    const Words words = split_words(arguments, "--dry-run");
    const auto read = read_verb_options(words.options, {"--book", "--kind", "--mapping", "--as"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const VerbOptions& options = std::get<VerbOptions>(read);
    const auto book = book_of(options);
    if (const int* const code = std::get_if<int>(&book)) {
        return *code;
    }
    if (words.files.size() != 1) {
        return refuse_usage("name one file to import");
    }
    const std::string& path = words.files.front();
    app::ImportOptions order;
    order.is_dry_run = words.has_flag;
    const bool is_journal = path.ends_with(".journal") || path.ends_with(".hledger")
                            || path.ends_with(".ledger");
    const auto kind = app::parse_import_kind(
        options.value("kind").value_or(is_journal ? "hledger" : "csv"));
    if (!kind) {
        return refuse_usage("--kind is csv or hledger");
    }
    order.kind = *kind;
    if (const auto mapping_path = options.value("mapping")) {
        std::ifstream file(*mapping_path, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        auto mapping = wire::read_import_mapping(text.str());
        if (!file || !mapping) {
            return mapping ? refuse_usage("the mapping cannot be read") : fail(mapping.refusal());
        }
        order.mapping = std::move(*mapping);
    }
    const auto file = std::make_shared<std::ifstream>(path, std::ios::binary | std::ios::ate);
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) || !*file
        || static_cast<std::uint64_t>(file->tellg()) > file_bytes_max) {
        return refuse_usage("the file cannot be read, or has more than 64 MiB");
    }
    app::FileSource source = [file](std::uint64_t position) {
        std::string piece(piece_bytes, '\0');
        file->clear();
        file->seekg(static_cast<std::streamoff>(position));
        file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
        piece.resize(static_cast<std::size_t>(file->gcount()));
        return piece;
    };
    std::string name = path.substr(path.find_last_of('/') + 1);
    name = utf8_length(name) ? imports::plain_text(name, name_max).value_or("file") : "file";
    BackgroundProcess process(options.settings);
    const auto context = process.member(std::get<BookId>(book), options.value("as"));
    if (!context) {
        std::fprintf(stderr, "arus: there is no such book, or nobody of that name in it\n");
        return exit_failure;
    }
    const auto job = process.wait_for(process.background().imports().start(
        *context, std::get<BookId>(book), std::move(order), std::move(name), std::move(source)));
    if (!job) {
        return fail(job.refusal());
    }
    const app::JobRecord ended = process.wait_for_end(job->order.id);
    if (ended.status != app::JobStatus::done) {
        return fail(ended);
    }
    std::printf("%s\n", ended.result.value_or("{}").c_str());
    print_refused_rows(process, *context, ended.order.id);
    const boost::json::value result = boost::json::parse(ended.result.value_or("{}"));
    const bool has_refused = result.at("counts").at("refused").to_number<std::int64_t>() > 0;
    return has_refused ? exit_failure : exit_ok;
}

int export_(const Arguments& arguments) {
    const auto read = read_verb_options(
        arguments, {"--book", "--report", "--format", "--out", "--as", "--from", "--to", "--as-of",
                    "--outlet", "--account", "--language"});
    if (const int* const code = std::get_if<int>(&read)) {
        return *code;
    }
    const VerbOptions& options = std::get<VerbOptions>(read);
    const auto book = book_of(options);
    if (const int* const code = std::get_if<int>(&book)) {
        return *code;
    }
    const auto subject = app::parse_export_subject(options.value("report").value_or(""));
    const auto form = app::parse_document_form(options.value("format").value_or(""));
    const auto out = options.value("out");
    if (!subject || !form || !out) {
        return refuse_usage(
            "give --report (journal, trial-balance …), --format (csv, xlsx, pdf, hledger) and "
            "--out FILE");
    }
    app::ExportOrder order;
    order.subject = *subject;
    order.form = *form;
    order.locale = options.value("language").value_or("");
    bool fits = order.locale.empty() || order.locale == "id" || order.locale == "en";
    order.from = date_option(options, "from", fits);
    order.to = date_option(options, "to", fits);
    order.as_of = date_option(options, "as-of", fits);
    if (const auto outlet = options.value("outlet")) {
        order.outlet_id = OutletId::parse(*outlet);
        fits = fits && order.outlet_id;
    }
    if (const auto account = options.value("account")) {
        order.account_id = AccountId::parse(*account);
        fits = fits && order.account_id;
    }
    if (!fits) {
        return refuse_usage(
            "days are YYYY-MM-DD, outlets and accounts are ids, languages id or en");
    }
    BackgroundProcess process(options.settings);
    const auto context = process.member(std::get<BookId>(book), options.value("as"));
    if (!context) {
        std::fprintf(stderr, "arus: there is no such book, or nobody of that name in it\n");
        return exit_failure;
    }
    const auto job = process.wait_for(
        process.background().jobs().start_export(*context, std::get<BookId>(book), order));
    if (!job) {
        return fail(job.refusal());
    }
    const app::JobRecord ended = process.wait_for_end(job->order.id);
    if (ended.status != app::JobStatus::done || !ended.file) {
        return fail(ended);
    }
    std::ofstream file(*out, std::ios::binary | std::ios::trunc);
    for (std::uint64_t position = 0; file && position < ended.file->bytes;) {
        const std::string piece = process.wait_for(
            process.background().jobs().read_file(ended.order.id, position, Deadline::in(60s)));
        file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        position += piece.size();
        if (piece.empty()) {
            file.setstate(std::ios::failbit);
        }
    }
    file.close();
    if (!file) {
        std::fprintf(stderr, "arus: %s could not be written\n", out->c_str());
        return exit_failure;
    }
    std::printf("%s\n", out->c_str());
    return exit_ok;
}

}  // namespace arus::server
