// SPDX-License-Identifier: Apache-2.0
// The figures of a book as JSON; see replies.hpp.
#include "arus/base/json_writer.hpp"
#include "arus/ledger/money.hpp"
#include "arus/wire/replies.hpp"

namespace arus::wire {

namespace {

void text(JsonWriter& json, std::string_view name, std::string_view value) {
    json.key(name).string(value);
}

template <class AnyId>
void id_or_null(JsonWriter& json, std::string_view name, const std::optional<AnyId>& value) {
    json.key(name);
    if (value) {
        json.string(value->text());
    } else {
        json.null();
    }
}

/// Writes amounts with the decimals of one book.
class Amounts {
public:
    Amounts(JsonWriter& json, int exponent) : json_(json), exponent_(exponent) {}

    void field(std::string_view name, std::int64_t minor) {
        json_.key(name).string(ledger::amount_text(minor, exponent_));
    }

private:
    JsonWriter& json_;
    int exponent_;
};

void write_position(JsonWriter& json, const app::Position& position) {
    text(json, "epoch", position.epoch);
    json.field("as_of_sequence", position.sequence);
    json.field("as_of_offset", position.offset);
}

void write_currency(JsonWriter& json, const ledger::Book& book) {
    text(json, "currency", book.currency);
    json.field("exponent", book.exponent);
}

void write_figures(JsonWriter& json, Amounts& amounts, const reports::Figures& figures) {
    amounts.field("income", figures.income_minor);
    amounts.field("expense", figures.expense_minor);
    amounts.field("cash", figures.cash_minor);
    json.field("count", figures.count);
    amounts.field("average", figures.average_minor);
}

void write_compared(
    JsonWriter& json, Amounts& amounts, std::string_view name, const reports::Figures& figures,
    std::optional<int> until_hour) {
    json.key(name).begin_object();
    write_figures(json, amounts, figures);
    json.key("until_hour");
    if (until_hour) {
        json.integer(*until_hour);
    } else {
        json.null();
    }
    json.end_object();
}

void write_balance_item(JsonWriter& json, Amounts& amounts, const app::BalanceItem& item) {
    json.begin_object();
    text(json, "account_id", item.account.id.text());
    text(json, "code", item.account.code);
    text(json, "name", item.account.name);
    text(json, "type", ledger::text_of(item.account.type));
    amounts.field("debit", item.totals.debit_minor);
    amounts.field("credit", item.totals.credit_minor);
    amounts.field("balance", item.totals.balance_minor(item.account.type));
    amounts.field("pending_debit", item.totals.pending_debit_minor);
    amounts.field("pending_credit", item.totals.pending_credit_minor);
    json.end_object();
}

void write_weekdays(
    JsonWriter& json, const std::array<reports::WeekdayFigures, 7>& weekdays, int exponent) {
    json.key("weekdays").begin_array();
    for (const reports::WeekdayFigures& day : weekdays) {
        json.begin_object().field("weekday", day.weekday);
        json.key("income").begin_array();
        for (const std::int64_t income_minor : day.income_minor) {
            json.string(ledger::amount_text(income_minor, exponent));
        }
        json.end_array().key("counts").begin_array();
        for (const std::int64_t count : day.count) {
            json.integer(count);
        }
        json.end_array().end_object();
    }
    json.end_array();
}

}  // namespace

std::string balance_item_reply(const app::BalanceItem& item, int exponent) {
    std::string out;
    JsonWriter json(out);
    Amounts amounts(json, exponent);
    write_balance_item(json, amounts, item);
    return out;
}

std::string balances_reply(const app::Balances& balances) {
    std::string out;
    JsonWriter json(out);
    Amounts amounts(json, balances.exponent);
    json.begin_object();
    write_position(json, balances.record.position);
    json.key("items").begin_array();
    for (const app::BalanceItem& item : balances.record.items) {
        write_balance_item(json, amounts, item);
    }
    json.end_array().end_object();
    return out;
}

std::string summary_reply(const app::SummaryReport& report) {
    std::string out;
    JsonWriter json(out);
    Amounts amounts(json, report.book.exponent);
    json.begin_object().field("report", "summary");
    json.key("parameters").begin_object();
    text(json, "from", date_text(report.from));
    text(json, "to", date_text(report.to));
    id_or_null(json, "outlet_id", report.outlet_id);
    json.end_object();
    write_currency(json, report.book);
    write_position(json, report.position);
    json.key("figures").begin_object();
    write_figures(json, amounts, report.figures.figures);
    json.end_object().key("compare").begin_object();
    write_compared(json, amounts, "yesterday", report.figures.yesterday, report.figures.until_hour);
    write_compared(json, amounts, "last_week", report.figures.last_week, report.figures.until_hour);
    json.end_object().key("hours").begin_array();
    for (const reports::HourFigures& hour : report.figures.hours) {
        json.begin_object().field("hour", hour.hour);
        amounts.field("income", hour.income_minor);
        amounts.field("expense", hour.expense_minor);
        json.field("count", hour.count);
        amounts.field("typical_income", hour.typical_income_minor);
        json.end_object();
    }
    json.end_array().key("outlets").begin_array();
    for (const app::OutletFigures& figures : report.outlets) {
        json.begin_object();
        text(json, "outlet_id", figures.outlet.id.text());
        text(json, "code", figures.outlet.code);
        text(json, "name", figures.outlet.name);
        amounts.field("income", figures.income_minor);
        amounts.field("expense", figures.expense_minor);
        json.field("count", figures.sales);
        json.key("last_committed_at");
        if (figures.last_committed_at) {
            json.string(instant_text(*figures.last_committed_at));
        } else {
            json.null();
        }
        json.end_object();
    }
    json.end_array().key("payments").begin_array();
    for (const app::PaymentFigures& payment : report.payments) {
        json.begin_object();
        text(json, "account_id", payment.account_id.text());
        text(json, "code", payment.code);
        text(json, "name", payment.name);
        amounts.field("amount", payment.amount_minor);
        json.field("count", payment.sales);
        json.end_object();
    }
    json.end_array();
    if (report.weekdays) {
        write_weekdays(json, *report.weekdays, report.book.exponent);
    }
    json.end_object();
    return out;
}

}  // namespace arus::wire
