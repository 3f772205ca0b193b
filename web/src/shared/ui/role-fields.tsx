// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import type { Outlet, Role } from "@/shared/api/wire-types";

import { SelectField } from "./field";
import styles from "./role-fields.module.css";
import "./texts";

/** A role and, of a cashier, the outlets. */
export type RoleChoice = { readonly role: Role; readonly outletIds: readonly string[] };

type RoleFieldsProps = {
    /** Roles that may be given here. */
    roles: readonly Role[];
    outlets: readonly Outlet[];
    value: RoleChoice;
    onChange: (value: RoleChoice) => void;
};

/** Chooses a role, with a word about it, and the outlets of a cashier. */
export function RoleFields({ roles, outlets, value, onChange }: RoleFieldsProps) {
    const { t } = useTranslation("ui");
    const toggle = (id: string, on: boolean) =>
        onChange({
            ...value,
            outletIds: on
                ? [...value.outletIds, id]
                : value.outletIds.filter((other) => other !== id),
        });
    return (
        <>
            <SelectField
                label={t("roleLabel")}
                note={t(`roleNote.${value.role}`)}
                value={value.role}
                onChange={(event) => {
                    const role = roles.find((item) => item === event.target.value);
                    if (role !== undefined) {
                        onChange({ ...value, role });
                    }
                }}
            >
                {roles.map((role) => (
                    <option key={role} value={role}>
                        {t(`role.${role}`)}
                    </option>
                ))}
            </SelectField>
            {value.role === "cashier" ? (
                <fieldset className={styles["outlets"]}>
                    <legend className={styles["legend"]}>{t("outlets")}</legend>
                    {outlets
                        .filter((outlet) => !outlet.archived)
                        .map((outlet) => (
                            <label key={outlet.id} className={styles["outlet"]}>
                                <input
                                    type="checkbox"
                                    checked={value.outletIds.includes(outlet.id)}
                                    onChange={(event) => toggle(outlet.id, event.target.checked)}
                                />
                                {outlet.name}
                            </label>
                        ))}
                    <p className={styles["note"]}>
                        {t(value.outletIds.length === 0 ? "outletsMissing" : "outletsNote")}
                    </p>
                </fieldset>
            ) : null}
        </>
    );
}

/** What the wire takes: outlets only of a cashier. */
export function roleToWire({ role, outletIds }: RoleChoice) {
    return { role, outlet_ids: role === "cashier" ? [...outletIds] : [] };
}

/** Whether it can be sent: a cashier has an outlet. */
export function roleIsWhole({ role, outletIds }: RoleChoice): boolean {
    return role !== "cashier" || outletIds.length > 0;
}
