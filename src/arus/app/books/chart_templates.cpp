// SPDX-License-Identifier: Apache-2.0
#include "arus/app/books/chart_templates.hpp"

#include "arus/base/assert.hpp"

#include <map>
#include <span>
#include <string>

namespace arus::app {

namespace {

using Type = ledger::AccountType;
using Subtype = ledger::AccountSubtype;

struct Line {
    std::string_view code;
    std::string_view parent;  ///< empty: at the top; else a code further up
    Type type;
    Subtype subtype;
    std::string_view name_id;
    std::string_view name_en;
};

constexpr Line umkm_chart[] = {
    {"1000", "", Type::asset, Subtype::other, "Aset", "Assets"},
    {"1100", "1000", Type::asset, Subtype::other, "Kas dan setara kas",
     "Cash and cash equivalents"},
    {"1101", "1100", Type::asset, Subtype::cash, "Kas", "Cash"},
    {"1102", "1100", Type::asset, Subtype::cash, "Kas kecil", "Petty cash"},
    {"1103", "1100", Type::asset, Subtype::bank, "Bank", "Bank"},
    {"1104", "1100", Type::asset, Subtype::clearing, "QRIS dan dompet digital",
     "QRIS and e-wallets"},
    {"1105", "1100", Type::asset, Subtype::clearing, "Kartu debit dan kredit (EDC)",
     "Debit and credit cards"},
    {"1200", "1000", Type::asset, Subtype::other, "Piutang", "Receivables"},
    {"1201", "1200", Type::asset, Subtype::receivable, "Piutang usaha", "Trade receivables"},
    {"1202", "1200", Type::asset, Subtype::receivable, "Piutang karyawan", "Employee receivables"},
    {"1300", "1000", Type::asset, Subtype::other, "Persediaan", "Inventories"},
    {"1301", "1300", Type::asset, Subtype::inventory, "Persediaan barang dagang", "Merchandise"},
    {"1302", "1300", Type::asset, Subtype::inventory, "Persediaan bahan baku", "Raw materials"},
    {"1400", "1000", Type::asset, Subtype::other, "Aset lancar lain", "Other current assets"},
    {"1401", "1400", Type::asset, Subtype::other, "Beban dibayar di muka", "Prepaid expenses"},
    {"1402", "1400", Type::asset, Subtype::other, "Uang muka pembelian", "Advances to suppliers"},
    {"1403", "1400", Type::asset, Subtype::tax, "PPN masukan", "Input VAT"},
    {"1500", "1000", Type::asset, Subtype::other, "Aset tetap", "Fixed assets"},
    {"1501", "1500", Type::asset, Subtype::fixed_asset, "Tanah", "Land"},
    {"1502", "1500", Type::asset, Subtype::fixed_asset, "Bangunan", "Buildings"},
    {"1503", "1500", Type::asset, Subtype::fixed_asset, "Kendaraan", "Vehicles"},
    {"1504", "1500", Type::asset, Subtype::fixed_asset, "Peralatan usaha", "Equipment"},
    {"1590", "1500", Type::asset, Subtype::fixed_asset, "Akumulasi penyusutan",
     "Accumulated depreciation"},
    {"2000", "", Type::liability, Subtype::other, "Liabilitas", "Liabilities"},
    {"2100", "2000", Type::liability, Subtype::other, "Liabilitas jangka pendek",
     "Current liabilities"},
    {"2101", "2100", Type::liability, Subtype::payable, "Utang usaha", "Trade payables"},
    {"2102", "2100", Type::liability, Subtype::other, "Utang gaji", "Wages payable"},
    {"2103", "2100", Type::liability, Subtype::other, "Pendapatan diterima di muka",
     "Unearned revenue"},
    {"2104", "2100", Type::liability, Subtype::tax, "PPN keluaran", "Output VAT"},
    {"2105", "2100", Type::liability, Subtype::tax, "Utang pajak", "Taxes payable"},
    {"2200", "2000", Type::liability, Subtype::other, "Pinjaman", "Borrowings"},
    {"2201", "2200", Type::liability, Subtype::loan, "Utang bank", "Bank loans"},
    {"2202", "2200", Type::liability, Subtype::loan, "Utang kepada pemilik",
     "Loans from the owner"},
    {"3000", "", Type::equity, Subtype::other, "Ekuitas", "Equity"},
    {"3101", "3000", Type::equity, Subtype::capital, "Modal pemilik", "Owner's capital"},
    {"3102", "3000", Type::equity, Subtype::capital, "Prive", "Owner's drawings"},
    {"3201", "3000", Type::equity, Subtype::retained, "Saldo laba", "Retained earnings"},
    {"3901", "3000", Type::equity, Subtype::other, "Penyeimbang saldo awal",
     "Opening balance equity"},
    {"4000", "", Type::income, Subtype::sales, "Pendapatan", "Income"},
    {"4101", "4000", Type::income, Subtype::sales, "Penjualan", "Sales"},
    {"4102", "4000", Type::income, Subtype::sales, "Pendapatan jasa", "Service revenue"},
    {"4103", "4000", Type::income, Subtype::sales, "Potongan penjualan", "Sales discounts"},
    {"4104", "4000", Type::income, Subtype::sales, "Retur penjualan", "Sales returns"},
    {"4201", "4000", Type::income, Subtype::other_income, "Pendapatan lain-lain", "Other income"},
    {"4202", "4000", Type::income, Subtype::other_income, "Pendapatan bunga", "Interest income"},
    {"5000", "", Type::expense, Subtype::cogs, "Beban pokok penjualan", "Cost of sales"},
    {"5101", "5000", Type::expense, Subtype::cogs, "Harga pokok penjualan", "Cost of goods sold"},
    {"5102", "5000", Type::expense, Subtype::cogs, "Pembelian bahan", "Purchases of materials"},
    {"5103", "5000", Type::expense, Subtype::cogs, "Ongkos angkut pembelian", "Freight in"},
    {"6000", "", Type::expense, Subtype::operating, "Beban usaha", "Operating expenses"},
    {"6101", "6000", Type::expense, Subtype::operating, "Gaji dan upah", "Wages and salaries"},
    {"6102", "6000", Type::expense, Subtype::operating, "Sewa", "Rent"},
    {"6103", "6000", Type::expense, Subtype::operating, "Listrik, air, dan gas",
     "Electricity, water and gas"},
    {"6104", "6000", Type::expense, Subtype::operating, "Telepon dan internet",
     "Telephone and internet"},
    {"6105", "6000", Type::expense, Subtype::operating, "Transportasi dan pengiriman",
     "Transport and delivery"},
    {"6106", "6000", Type::expense, Subtype::operating, "Perlengkapan dan kemasan",
     "Supplies and packaging"},
    {"6107", "6000", Type::expense, Subtype::operating, "Promosi dan pemasaran",
     "Promotion and marketing"},
    {"6108", "6000", Type::expense, Subtype::operating, "Perbaikan dan pemeliharaan",
     "Repairs and maintenance"},
    {"6109", "6000", Type::expense, Subtype::operating, "Administrasi dan alat tulis",
     "Office and administration"},
    {"6110", "6000", Type::expense, Subtype::operating, "Komisi dan biaya platform",
     "Commissions and platform fees"},
    {"6111", "6000", Type::expense, Subtype::operating, "Beban penyusutan", "Depreciation"},
    {"6190", "6000", Type::expense, Subtype::operating, "Beban usaha lain",
     "Other operating expenses"},
    {"7000", "", Type::expense, Subtype::other, "Beban lain-lain", "Other expenses"},
    {"7101", "7000", Type::expense, Subtype::other, "Beban bunga", "Interest expense"},
    {"7102", "7000", Type::expense, Subtype::other, "Beban administrasi bank", "Bank charges"},
    {"7201", "7000", Type::expense, Subtype::other, "Selisih kas", "Cash differences"},
    {"8000", "", Type::expense, Subtype::tax, "Pajak penghasilan", "Income tax"},
    {"8101", "8000", Type::expense, Subtype::tax, "PPh final", "Final income tax"},
};

constexpr Line minimal_chart[] = {
    {"1101", "", Type::asset, Subtype::cash, "Kas", "Cash"},
    {"1103", "", Type::asset, Subtype::bank, "Bank", "Bank"},
    {"2101", "", Type::liability, Subtype::payable, "Utang usaha", "Trade payables"},
    {"3101", "", Type::equity, Subtype::capital, "Modal pemilik", "Owner's capital"},
    {"3201", "", Type::equity, Subtype::retained, "Saldo laba", "Retained earnings"},
    {"4101", "", Type::income, Subtype::sales, "Penjualan", "Sales"},
    {"4201", "", Type::income, Subtype::other_income, "Pendapatan lain-lain", "Other income"},
    {"5101", "", Type::expense, Subtype::cogs, "Harga pokok penjualan", "Cost of goods sold"},
    {"6101", "", Type::expense, Subtype::operating, "Beban usaha", "Operating expenses"},
};

std::span<const Line> lines_of(std::string_view name) {
    if (name == "umkm") {
        return umkm_chart;
    }
    if (name == "minimal") {
        return minimal_chart;
    }
    ARUS_ASSERT(name == "none");
    return {};
}

}  // namespace

bool is_chart_template(std::string_view name) {
    return name == "umkm" || name == "minimal" || name == "none";
}

std::vector<ledger::Account> chart_accounts(
    std::string_view name, std::string_view locale, Instant now) {
    std::vector<ledger::Account> accounts;
    std::map<std::string_view, AccountId> ids;
    for (const Line& line : lines_of(name)) {
        ledger::Account account;
        account.id = AccountId::make(now);
        account.code = line.code;
        account.name = locale == "id" ? line.name_id : line.name_en;
        account.type = line.type;
        account.subtype = line.subtype;
        if (!line.parent.empty()) {
            account.parent_id = ids.at(line.parent);
        }
        ids.emplace(line.code, account.id);
        accounts.push_back(std::move(account));
    }
    return accounts;
}

}  // namespace arus::app
