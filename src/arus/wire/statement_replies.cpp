// SPDX-License-Identifier: Apache-2.0
#include "arus/wire/statement_replies.hpp"

#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"

namespace arus::wire {

namespace {

/// A document in the making: JSON, with the decimals of one book.
class Writer {
public:
    Writer(std::string& out, int exponent) : json(out), exponent_(exponent) {}

    void text(std::string_view name, std::string_view value) { json.key(name).string(value); }
    void amount(std::string_view name, std::int64_t minor) {
        json.key(name).string(ledger::amount_text(minor, exponent_));
    }
    template <class Amounts>
    void amounts(std::string_view name, const Amounts& all) {
        json.key(name).begin_array();
        for (const std::int64_t minor : all) {
            json.string(ledger::amount_text(minor, exponent_));
        }
        json.end_array();
    }
    template <class AnyId>
    void id(std::string_view name, const std::optional<AnyId>& value) {
        json.key(name);
        if (value) {
            json.string(value->text());
        } else {
            json.null();
        }
    }
    void date(std::string_view name, const std::optional<Date>& value) {
        json.key(name);
        if (value) {
            json.string(date_text(*value));
        } else {
            json.null();
        }
    }
    void number(std::string_view name, const std::optional<std::uint64_t>& value) {
        json.key(name);
        if (value) {
            json.integer(static_cast<std::int64_t>(*value));
        } else {
            json.null();
        }
    }
    void text_or_null(std::string_view name, const std::optional<std::string_view>& value) {
        json.key(name);
        if (value) {
            json.string(*value);
        } else {
            json.null();
        }
    }

    JsonWriter json;

private:
    int exponent_;
};

void write_head(Writer& to, const ledger::Book& book, const app::Position& position) {
    to.text("currency", book.currency);
    to.json.field("exponent", book.exponent);
    to.text("epoch", position.epoch);
    to.json.field("as_of_sequence", position.sequence);
    to.json.field("as_of_offset", position.offset);
}

void write_parameters(Writer& to, const app::StatementRequest& request) {
    to.json.key("parameters").begin_object();
    to.date("as_of", request.as_of);
    to.date("from", request.from);
    to.date("to", request.to);
    to.id("outlet_id", request.outlet_id);
    using Text = std::optional<std::string_view>;
    to.text_or_null("split", request.is_split_by_outlet ? Text("outlet") : Text());
    to.text_or_null(
        "interval", request.interval ? Text(reports::text_of(*request.interval)) : Text());
    to.text_or_null("compare", request.compare ? Text(reports::text_of(*request.compare)) : Text());
    to.number("at_sequence", request.at_sequence);
    to.json.end_object();
}

void write_parameters(Writer& to, const app::AgingRequest& request) {
    to.json.key("parameters").begin_object();
    to.text("side", reports::text_of(request.side));
    to.date("as_of", request.as_of);
    to.number("at_sequence", request.at_sequence);
    to.json.end_object();
}

void write_column(Writer& to, const reports::Column& column) {
    to.json.begin_object();
    to.date("from", column.from);
    to.date("to", column.to);
    to.id("outlet_id", column.outlet_id);
    to.text("kind", reports::text_of(column.kind));
    to.number("compares", column.compares);
    to.json.end_object();
}

void write_columns(Writer& to, const std::vector<reports::Column>& columns) {
    to.json.key("columns").begin_array();
    for (const reports::Column& column : columns) {
        write_column(to, column);
    }
    to.json.end_array();
}

void write_rows(Writer& to, const reports::Statement& statement) {
    const bool has_sides = !statement.rows.empty() && !statement.rows.front().debits.empty();
    to.json.key("rows").begin_array();
    for (const reports::Row& row : statement.rows) {
        to.json.begin_object();
        to.text("key", row.key);
        to.id("account_id", row.account_id);
        to.text("code", row.code);
        to.text("name", row.name);
        to.json.field("level", row.level);
        to.json.field("parent_key", row.parent_key);
        to.text("kind", reports::text_of(row.kind));
        to.amounts("amounts", row.amounts);
        if (has_sides) {
            to.amounts("debits", row.debits);
            to.amounts("credits", row.credits);
        }
        to.json.end_object();
    }
    to.json.end_array();
}

/// What an act shows of itself, into an open object.
void write_act(Writer& to, const app::ActRecord& act) {
    to.text("transaction_id", act.transaction_id.text());
    to.json.field("sequence", act.sequence);
    to.date("date", act.date);
    to.text("kind", ledger::text_of(act.kind));
    to.text("description", act.description);
    to.json.field("reference", act.reference);
    to.id("outlet_id", act.outlet_id);
    to.id("contact_id", act.contact_id);
    to.json.key("made_at");
    if (act.made_at) {
        to.json.string(instant_text(*act.made_at));
    } else {
        to.json.null();
    }
    to.text("committed_at", instant_text(act.committed_at));
    to.json.key("created_by").begin_object();
    to.text("id", act.created_by.text());
    to.text("name", act.created_by_name);
    to.json.end_object();
    to.id("device_id", act.device_id);
}

void write_entry(Writer& to, const app::EntryRecord& entry, const app::NamedAccount& account) {
    to.json.key("entry").begin_object();
    write_act(to, entry.act);
    to.text("account_id", account.id.text());
    to.text("account_code", account.code);
    to.text("account_name", account.name);
    const bool is_debit = entry.amount_minor > 0;
    to.text(
        "direction",
        ledger::text_of(is_debit ? ledger::Direction::debit : ledger::Direction::credit));
    to.amount("amount", is_debit ? entry.amount_minor : -entry.amount_minor);
    to.json.field("memo", entry.memo);
    to.json.end_object();
}

template <class Parameters>
std::string explanation_text(
    std::string_view report, const Parameters& parameters, const app::Explanation& explanation) {
    std::string out;
    Writer to(out, explanation.book.exponent);
    to.json.begin_object();
    to.text("report", report);
    write_parameters(to, parameters);
    write_head(to, explanation.book, explanation.position);
    to.json.key("row").begin_object();
    to.text("key", explanation.key);
    to.text("code", explanation.code);
    to.text("name", explanation.name);
    to.json.end_object().key("column");
    write_column(to, explanation.column);
    to.amount("amount", explanation.amount_minor);
    to.json.key("items").begin_array();
    for (const app::Explanation::Item& item : explanation.items) {
        to.json.begin_object();
        write_entry(to, item.entry, item.account);
        to.amount("amount", item.amount_minor);
        to.json.end_object();
    }
    to.json.end_array();
    to.json.field("next_cursor", explanation.next_cursor);
    to.json.end_object();
    return out;
}

}  // namespace

std::string statement_reply(const app::StatementReport& report) {
    std::string out;
    Writer to(out, report.book.exponent);
    to.json.begin_object();
    to.text("report", reports::text_of(report.statement.name));
    write_parameters(to, report.parameters);
    write_head(to, report.book, report.position);
    write_columns(to, report.statement.columns);
    write_rows(to, report.statement);
    to.json.key("totals").begin_object();
    for (const auto& [key, amounts] : report.statement.totals) {
        to.amounts(key, amounts);
    }
    to.json.end_object().end_object();
    return out;
}

std::string aging_reply(const app::AgingReport& report) {
    std::string out;
    Writer to(out, report.book.exponent);
    to.json.begin_object();
    to.text("report", "aging");
    write_parameters(to, report.parameters);
    write_head(to, report.book, report.position);
    write_columns(to, report.aging.columns);
    to.json.key("rows").begin_array();
    for (const reports::AgingRow& row : report.aging.rows) {
        to.json.begin_object();
        to.text("key", row.key);
        to.id("contact_id", row.contact_id);
        to.text("code", row.code);
        to.text("name", row.name);
        to.amounts("amounts", row.amounts);
        to.json.end_object();
    }
    to.json.end_array().key("totals").begin_object();
    to.amounts("open", report.aging.open);
    to.json.end_object().end_object();
    return out;
}

std::string general_ledger_reply(const app::GeneralLedgerReport& report) {
    std::string out;
    Writer to(out, report.book.exponent);
    to.json.begin_object();
    to.text("report", "general-ledger");
    to.json.key("parameters").begin_object();
    to.text("account_id", report.parameters.account_id.text());
    to.date("from", report.parameters.from);
    to.date("to", report.parameters.to);
    to.id("outlet_id", report.parameters.outlet_id);
    to.number("at_sequence", report.parameters.at_sequence);
    to.json.end_object();
    write_head(to, report.book, report.position);
    to.json.key("account").begin_object();
    to.text("id", report.account.id.text());
    to.text("code", report.account.code);
    to.text("name", report.account.name);
    to.text("type", ledger::text_of(report.account.type));
    to.json.end_object();
    to.amount("opening", report.opening_minor);
    to.amount("carried", report.carried_minor);
    to.json.key("rows").begin_array();
    for (const app::GeneralLedgerReport::Line& line : report.lines) {
        to.json.begin_object();
        write_entry(to, line.entry, report.account);
        to.amount("balance", line.balance_minor);
        to.json.end_object();
    }
    to.json.end_array();
    to.amount("closing", report.closing_minor);
    to.json.key("totals").begin_object();
    to.amount("debits", report.moved.debit_minor);
    to.amount("credits", report.moved.credit_minor);
    to.json.end_object();
    to.json.field("next_cursor", report.next_cursor);
    to.json.end_object();
    return out;
}

std::string explanation_reply(const app::StatementExplanation& explanation) {
    return explanation_text(
        reports::text_of(explanation.parameters.name), explanation.parameters,
        explanation.explanation);
}

std::string explanation_reply(const app::AgingExplanation& explanation) {
    return explanation_text("aging", explanation.parameters, explanation.explanation);
}

std::string changes_reply(const app::ChangesReport& changes) {
    std::string out;
    Writer to(out, changes.book.exponent);
    to.json.begin_object();
    to.text("report", reports::text_of(changes.parameters.name));
    write_parameters(to, changes.parameters);
    to.text("currency", changes.book.currency);
    to.json.field("exponent", changes.book.exponent);
    to.text("epoch", changes.epoch);
    to.json.field("from_sequence", changes.from_sequence);
    to.json.field("to_sequence", changes.to_sequence);
    write_columns(to, changes.difference.columns);
    write_rows(to, changes.difference);
    to.json.key("items").begin_array();
    for (const app::ChangesReport::Item& item : changes.items) {
        to.json.begin_object();
        write_act(to, item.act);
        to.json.key("effects").begin_array();
        for (const auto& [key, amounts] : item.effects) {
            to.json.begin_object();
            to.text("key", key);
            to.amounts("amounts", amounts);
            to.json.end_object();
        }
        to.json.end_array().end_object();
    }
    to.json.end_array();
    to.json.field("next_cursor", changes.next_cursor);
    to.json.end_object();
    return out;
}

}  // namespace arus::wire
