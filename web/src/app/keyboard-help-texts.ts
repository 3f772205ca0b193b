// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("keyboard-help", {
    id: {
        title: "Pintasan papan ketik",
        entry: "Catat transaksi baru",
        palette: "Cari atau jalankan perintah",
        save: "Simpan entri",
        saveNext: "Simpan, lalu entri berikutnya",
        next: "Transaksi berikutnya dalam daftar",
        previous: "Transaksi sebelumnya",
        close: "Tutup atau kembali",
        help: "Daftar ini",
        single: "Pakai pintasan satu huruf di perangkat ini",
    },
    en: {
        title: "Keyboard shortcuts",
        entry: "Record a new transaction",
        palette: "Search or run a command",
        save: "Save the entry",
        saveNext: "Save, then the next entry",
        next: "Next transaction of the list",
        previous: "Previous transaction",
        close: "Close or go back",
        help: "This list",
        single: "Use single-letter shortcuts on this device",
    },
});
