// SPDX-License-Identifier: Apache-2.0
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "@/shared/ui/class-names";
import { Dialog } from "@/shared/ui/dialog";
import { Icon, type IconName } from "@/shared/ui/icon";

import styles from "./command-palette.module.css";
import type { PaletteItem } from "./palette-items";
import "./texts";
import { usePaletteItems } from "./use-palette-items";

const icons: Readonly<Record<PaletteItem["group"], IconName>> = {
    actions: "plus",
    screens: "chevronRight",
    accounts: "ledger",
    contacts: "person",
    transactions: "document",
};

/**
 * Cari / perintah: one field over a list box. Arrows move the choice, Enter opens it; the focus never
 * leaves the field, the choice is told by `aria-activedescendant`.
 */
export function CommandPalette({ onClose }: { onClose: () => void }) {
    const { t } = useTranslation("palette");
    const { t: ui } = useTranslation("ui");
    const id = useId();
    const [typed, setTyped] = useState("");
    const [at, setAt] = useState(0);
    const list = useRef<HTMLDivElement>(null);
    const items = usePaletteItems(typed);
    const chosen = Math.min(at, items.length - 1);
    const optionId = (index: number) => `${id}-${String(index)}`;
    useEffect(() => {
        list.current
            ?.querySelector('[aria-selected="true"]')
            ?.scrollIntoView({ block: "nearest" });
    }, [chosen, items]);

    const open = (item: PaletteItem | undefined) => {
        if (item !== undefined) {
            onClose();
            item.open();
        }
    };
    return (
        <Dialog title={t("title")} closeLabel={ui("close")} onClose={onClose}>
            <div className={styles["search"]}>
                <Icon name="search" />
                <input
                    // Not "search": there the first Esc only empties the field.
                    type="text"
                    inputMode="search"
                    role="combobox"
                    className={styles["field"]}
                    aria-label={t("title")}
                    aria-expanded="true"
                    aria-controls={`${id}-list`}
                    aria-autocomplete="list"
                    aria-activedescendant={items.length === 0 ? undefined : optionId(chosen)}
                    placeholder={t("placeholder")}
                    autoComplete="off"
                    enterKeyHint="go"
                    maxLength={120}
                    value={typed}
                    onChange={(event) => {
                        setTyped(event.target.value);
                        setAt(0);
                    }}
                    onKeyDown={(event) => {
                        const step =
                            event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
                        if (step !== 0 && items.length > 0) {
                            event.preventDefault();
                            setAt((chosen + step + items.length) % items.length);
                        } else if (event.key === "Enter") {
                            event.preventDefault();
                            open(items[chosen]);
                        }
                    }}
                />
            </div>
            <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("results")} className={styles["list"]}>
                {items.map((item, index) => (
                    <div
                        key={`${item.group} ${item.id}`}
                        id={optionId(index)}
                        role="option"
                        aria-selected={index === chosen}
                        className={classNames(
                            styles["option"],
                            index === chosen && styles["chosen"],
                        )}
                        onPointerMove={() => setAt(index)}
                        onClick={() => open(item)}
                    >
                        <Icon name={icons[item.group]} size={18} />
                        <span className={styles["name"]}>{item.title}</span>
                        <span className={styles["note"]}>{item.note ?? t(`group.${item.group}`)}</span>
                    </div>
                ))}
            </div>
            {items.length === 0 ? (
                <p className={styles["nothing"]} role="status">
                    {t("nothing")}
                </p>
            ) : null}
        </Dialog>
    );
}
