// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("outlets", {
    id: {
        title: "Outlet",
        empty: "Belum ada outlet. Tambahkan tempat Anda berjualan.",
        add: "Tambah outlet",
        code: "Kode",
        codeNote: "Singkat dan unik, misalnya PUSAT.",
        name: "Nama",
        added: "Outlet ditambahkan",
    },
    en: {
        title: "Outlets",
        empty: "No outlets yet. Add the place where you sell.",
        add: "Add an outlet",
        code: "Code",
        codeNote: "Short and unique, for example PUSAT.",
        name: "Name",
        added: "Outlet added",
    },
});
