// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";

import { TextField } from "@/shared/ui/field";
import { useProblem } from "@/shared/ui/use-problem";

/** Shortest password the server takes. */
export const passwordMin = 10;

/** A new person. */
export type Person = { name: string; email: string; password: string };

type PersonFieldsProps = {
    person: Person;
    change: (part: Partial<Person>) => void;
    error: unknown;
    autoFocus: boolean;
};

/** Name, e-mail and password of somebody who registers. */
export function PersonFields({ person, change, error, autoFocus }: PersonFieldsProps) {
    const { t } = useTranslation("sign-in");
    const { fieldError } = useProblem();
    return (
        <>
            <TextField
                label={t("setUp.name")}
                error={fieldError(error, "/name")}
                autoComplete="name"
                required
                maxLength={120}
                autoFocus={autoFocus}
                value={person.name}
                onChange={(event) => change({ name: event.target.value })}
            />
            <TextField
                label={t("email")}
                error={fieldError(error, "/email")}
                type="email"
                inputMode="email"
                autoComplete="username"
                required
                value={person.email}
                onChange={(event) => change({ email: event.target.value })}
            />
            <TextField
                label={t("password")}
                note={t("setUp.passwordNote")}
                error={fieldError(error, "/password")}
                type="password"
                autoComplete="new-password"
                required
                minLength={passwordMin}
                maxLength={200}
                value={person.password}
                onChange={(event) => change({ password: event.target.value })}
            />
        </>
    );
}
