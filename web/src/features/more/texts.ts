// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("more", {
    id: {
        title: "Lainnya",
        outbox: "Antrean kirim",
        accounts: "Akun",
        outlets: "Outlet",
        contacts: "Kontak",
        settings: "Pengaturan",
    },
    en: {
        title: "More",
        outbox: "Outbox",
        accounts: "Accounts",
        outlets: "Outlets",
        contacts: "Contacts",
        settings: "Settings",
    },
});
