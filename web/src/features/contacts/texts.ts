// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("contacts", {
    id: {
        title: "Kontak",
        empty: "Belum ada kontak. Tambahkan pelanggan atau pemasok.",
        search: "Cari nama, kode, telepon",
        add: "Tambah kontak",
        code: "Kode",
        codeNote: "Singkat dan unik, misalnya C-001.",
        name: "Nama",
        phone: "Telepon (boleh kosong)",
        email: "Email (boleh kosong)",
        added: "Kontak ditambahkan",
        more_other: "dan {{formatted}} lagi: cari untuk menemukannya",
    },
    en: {
        title: "Contacts",
        empty: "No contacts yet. Add a customer or a supplier.",
        search: "Search name, code, phone",
        add: "Add a contact",
        code: "Code",
        codeNote: "Short and unique, for example C-001.",
        name: "Name",
        phone: "Phone (optional)",
        email: "E-mail (optional)",
        added: "Contact added",
        more_one: "and {{formatted}} more: search to find it",
        more_other: "and {{formatted}} more: search to find them",
    },
});
