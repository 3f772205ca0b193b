// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("more", {
    id: {
        title: "Lainnya",
        search: "Cari layar, akun, kontak, transaksi…",
        notifications: "Notifikasi",
        members: "Anggota & peran",
        apiKeys: "Kunci API",
        audit: "Jejak audit",
        outbox: "Antrean kirim",
        accounts: "Akun",
        outlets: "Outlet",
        contacts: "Kontak",
        imports: "Impor",
        settings: "Pengaturan",
    },
    en: {
        title: "More",
        search: "Search screens, accounts, contacts, transactions…",
        notifications: "Notifications",
        members: "Members & roles",
        apiKeys: "API keys",
        audit: "Audit trail",
        outbox: "Outbox",
        accounts: "Accounts",
        outlets: "Outlets",
        contacts: "Contacts",
        imports: "Import",
        settings: "Settings",
    },
});
