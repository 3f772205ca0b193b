// SPDX-License-Identifier: Apache-2.0
#include "arus/app/exports/export_words.hpp"

#include <cstdio>

namespace arus::app {

namespace {

constexpr ExportWords indonesian{
    .journal = "Jurnal",
    .number = "No.",
    .date = "Tanggal",
    .description = "Keterangan",
    .reference = "Referensi",
    .outlet = "Outlet",
    .code = "Kode",
    .account = "Akun",
    .debit = "Debit",
    .credit = "Kredit",
    .memo = "Catatan",
    .tags = "Tanda",
    .kind = "Jenis",
    .entered_by = "Dicatat oleh",
    .committed_at = "Dicatat pada",
    .transaction_id = "ID transaksi",
    .period = "Periode",
    .from_start = "sejak awal",
    .to_end = "sampai akhir",
    .made_on = "Dibuat pada",
    .all_outlets = "Semua outlet",
    .own_outlets = "Outlet sendiri",
    .page = "Halaman",
    .of = "dari",
    .total = "Jumlah",
    .position = "Benar pada posisi",
    .as_of = "Per tanggal",
    .amount = "Nilai",
    .difference = "Selisih",
    .contact = "Kontak",
    .opening = "Saldo awal",
    .closing = "Saldo akhir",
    .balance = "Saldo"};

constexpr ExportWords english{
    .journal = "Journal",
    .number = "No.",
    .date = "Date",
    .description = "Description",
    .reference = "Reference",
    .outlet = "Outlet",
    .code = "Code",
    .account = "Account",
    .debit = "Debit",
    .credit = "Credit",
    .memo = "Memo",
    .tags = "Tags",
    .kind = "Kind",
    .entered_by = "Entered by",
    .committed_at = "Entered at",
    .transaction_id = "Transaction id",
    .period = "Period",
    .from_start = "from the beginning",
    .to_end = "to the end",
    .made_on = "Made on",
    .all_outlets = "All outlets",
    .own_outlets = "Own outlets",
    .page = "Page",
    .of = "of",
    .total = "Total",
    .position = "True at position",
    .as_of = "As of",
    .amount = "Amount",
    .difference = "Difference",
    .contact = "Contact",
    .opening = "Opening balance",
    .closing = "Closing balance",
    .balance = "Balance"};

}  // namespace

const ExportWords& words_of(std::string_view locale) {
    return locale == "id" ? indonesian : english;
}

std::string_view word_of(ledger::TransactionKind kind, std::string_view locale) {
    if (locale != "id") {
        return ledger::text_of(kind);
    }
    switch (kind) {
        case ledger::TransactionKind::sale:
            return "penjualan";
        case ledger::TransactionKind::purchase:
            return "pembelian";
        case ledger::TransactionKind::expense:
            return "pengeluaran";
        case ledger::TransactionKind::income:
            return "pemasukan";
        case ledger::TransactionKind::transfer:
            return "pindah dana";
        case ledger::TransactionKind::opening:
            return "saldo awal";
        case ledger::TransactionKind::adjustment:
            return "penyesuaian";
        case ledger::TransactionKind::journal:
            return "jurnal";
        case ledger::TransactionKind::reversal:
            return "pembalikan";
    }
    return ledger::text_of(kind);
}

std::string paper_date(Date date) {
    const CivilDate civil = civil_of(date);
    char text[16];
    std::snprintf(
        text, sizeof text, "%02u/%02u/%04u", civil.day % 100, civil.month % 100,
        static_cast<unsigned>(civil.year) % 10'000);
    return text;
}

}  // namespace arus::app
