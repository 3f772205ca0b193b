// SPDX-License-Identifier: Apache-2.0
#include "arus/reports/labels.hpp"

namespace arus::reports {

namespace {

struct Label {
    std::string_view key;
    std::string_view id;
    std::string_view en;
};

constexpr Label labels[] = {
    // reports
    {"trial-balance", "Neraca saldo", "Trial balance"},
    {"income-statement", "Laba rugi", "Income statement"},
    {"balance-sheet", "Neraca", "Balance sheet"},
    {"cash-flow", "Arus kas", "Cash flow"},
    {"general-ledger", "Buku besar", "General ledger"},
    {"aging", "Umur piutang dan utang", "Ageing"},
    // income statement
    {"sales", "Penjualan", "Sales"},
    {"cogs", "Beban pokok penjualan", "Cost of sales"},
    {"gross_profit", "Laba kotor", "Gross profit"},
    {"operating", "Beban usaha", "Operating expenses"},
    {"operating_profit", "Laba usaha", "Operating profit"},
    {"other_income", "Pendapatan lain", "Other income"},
    {"other_expense", "Beban lain", "Other expenses"},
    {"profit_before_tax", "Laba sebelum pajak", "Profit before tax"},
    {"tax", "Pajak penghasilan", "Income tax"},
    {"net_income", "Laba bersih", "Net income"},
    // balance sheet
    {"assets", "Aset", "Assets"},
    {"liabilities", "Liabilitas", "Liabilities"},
    {"equity", "Ekuitas", "Equity"},
    {"earlier_earnings", "Laba tahun-tahun lalu", "Earnings of earlier years"},
    {"current_earnings", "Laba tahun berjalan", "Earnings of the current year"},
    {"liabilities_and_equity", "Jumlah liabilitas dan ekuitas", "Liabilities and equity"},
    // cash flow
    {"operating_activities", "Aktivitas operasi", "Operating activities"},
    {"profit", "Laba bersih", "Net income"},
    {"investing_activities", "Aktivitas investasi", "Investing activities"},
    {"financing_activities", "Aktivitas pendanaan", "Financing activities"},
    {"net_change", "Kenaikan (penurunan) kas", "Net change in cash"},
    {"opening_cash", "Kas awal", "Cash at the beginning"},
    {"closing_cash", "Kas akhir", "Cash at the end"},
    // ageing
    {"receivable", "Piutang", "Receivables"},
    {"payable", "Utang", "Payables"},
    {"days_0_30", "0–30 hari", "0–30 days"},
    {"days_31_60", "31–60 hari", "31–60 days"},
    {"days_61_90", "61–90 hari", "61–90 days"},
    {"days_over_90", "Lebih dari 90 hari", "Over 90 days"},
    {"none", "Tanpa kontak", "Without contact"},
    // words of tables
    {"debits", "Debit", "Debit"},
    {"credits", "Kredit", "Credit"},
    {"total", "Jumlah", "Total"},
    {"rest", "Tanpa outlet", "Without outlet"},
    {"whole", "Seluruhnya", "Total"},
};

}  // namespace

std::string_view label_of(std::string_view key, Language language) {
    for (const Label& label : labels) {
        if (label.key == key) {
            return language == Language::id ? label.id : label.en;
        }
    }
    return key;
}

}  // namespace arus::reports
