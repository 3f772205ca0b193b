// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { Dialog } from "@/shared/ui/dialog";
import { setHotkeys, useHotkeysOn } from "@/shared/ui/use-hotkeys";

import styles from "./keyboard-help.module.css";
import "./keyboard-help-texts";

const shortcuts = [
    { text: "entry", keys: ["N"] },
    { text: "palette", keys: ["Ctrl", "K"] },
    { text: "save", keys: ["Enter"] },
    { text: "saveNext", keys: ["Ctrl", "Enter"] },
    { text: "next", keys: ["J"] },
    { text: "previous", keys: ["K"] },
    { text: "close", keys: ["Esc"] },
    { text: "help", keys: ["?"] },
] as const;

/** Every shortcut, and the switch that turns single keys off. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation("keyboard-help");
    const { t: ui } = useTranslation("ui");
    const on = useHotkeysOn();
    return (
        <Dialog title={t("title")} closeLabel={ui("close")} onClose={onClose}>
            <dl className={styles["list"]}>
                {shortcuts.map((shortcut) => (
                    <div key={shortcut.text} className={styles["item"]}>
                        <dt>{t(shortcut.text)}</dt>
                        <dd>
                            {shortcut.keys.map((key) => (
                                <kbd key={key} className={styles["key"]}>
                                    {key}
                                </kbd>
                            ))}
                        </dd>
                    </div>
                ))}
            </dl>
            <label className={styles["switch"]}>
                <input
                    type="checkbox"
                    checked={on}
                    onChange={(event) => setHotkeys(event.target.checked)}
                />
                {t("single")}
            </label>
        </Dialog>
    );
}
