// SPDX-License-Identifier: Apache-2.0
import { defineTexts } from "@/shared/i18n/i18n";

defineTexts("settings", {
    id: {
        title: "Pengaturan",
        appearance: "Tampilan",
        theme: "Tema",
        light: "Terang",
        dark: "Gelap",
        system: "Ikut perangkat",
        language: "Bahasa",
        offline: {
            name: "Dibuka tanpa jaringan",
            yes: "Bisa",
            no: "Tidak bisa di peramban ini",
            unknown: "Sedang disiapkan…",
        },
        book: "Pembukuan",
        books: "Pembukuan yang dibuka",
        currency: "Mata uang",
        timeZone: "Zona waktu",
        account: "Akun Anda",
        name: "Nama",
        email: "Email",
        role: "Peran",
        signOut: "Keluar",
        signOutTitle: "Keluar dari perangkat ini?",
        signOutText: "Data yang tersimpan di perangkat ini dihapus.",
        signOutWaiting_other:
            "{{count}} entri belum terkirim. Entri itu tetap tersimpan dan dikirim saat Anda masuk lagi di perangkat ini.",
    },
    en: {
        title: "Settings",
        appearance: "Appearance",
        theme: "Theme",
        light: "Light",
        dark: "Dark",
        system: "Follow device",
        language: "Language",
        offline: {
            name: "Opens without a network",
            yes: "Yes",
            no: "Not in this browser",
            unknown: "Being prepared…",
        },
        book: "Books",
        books: "Open books",
        currency: "Currency",
        timeZone: "Time zone",
        account: "Your account",
        name: "Name",
        email: "E-mail",
        role: "Role",
        signOut: "Sign out",
        signOutTitle: "Sign out of this device?",
        signOutText: "What is kept on this device is removed.",
        signOutWaiting_one:
            "{{count}} entry is not sent yet. It stays stored and is sent when you sign in on this device again.",
        signOutWaiting_other:
            "{{count}} entries are not sent yet. They stay stored and are sent when you sign in on this device again.",
    },
});
