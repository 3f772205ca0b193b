// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

/** The language on screen. */
export type Language = "id" | "en";

/** The language on screen; the component is drawn again when it changes. */
export function useLanguage(): { language: Language } {
    const { i18n } = useTranslation();
    return { language: i18n.language === "en" ? "en" : "id" };
}
