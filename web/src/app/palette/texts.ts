// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("palette", {
    id: {
        title: "Cari atau perintah",
        placeholder: "Layar, akun, kontak, transaksi…",
        results: "Hasil",
        nothing: "Tidak ada yang cocok.",
        record: "Catat {{kind}}",
        keys: "Pintasan papan ketik",
        group: {
            actions: "Perintah",
            screens: "Layar",
            accounts: "Akun",
            contacts: "Kontak",
            transactions: "Transaksi",
        },
        report: {
            "income-statement": "Laba rugi",
            "balance-sheet": "Neraca",
            "cash-flow": "Arus kas",
            "trial-balance": "Neraca saldo",
            "general-ledger": "Buku besar",
            aging: "Umur piutang dan utang",
        },
    },
    en: {
        title: "Search or command",
        placeholder: "Screens, accounts, contacts, transactions…",
        results: "Results",
        nothing: "Nothing matches.",
        record: "Record: {{kind}}",
        keys: "Keyboard shortcuts",
        group: {
            actions: "Command",
            screens: "Screen",
            accounts: "Account",
            contacts: "Contact",
            transactions: "Transaction",
        },
        report: {
            "income-statement": "Income statement",
            "balance-sheet": "Balance sheet",
            "cash-flow": "Cash flow",
            "trial-balance": "Trial balance",
            "general-ledger": "General ledger",
            aging: "Ageing",
        },
    },
});
