// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type RefObject } from "react";

import type { Account, Outlet } from "@/shared/api/wire-types";
import { todayIn } from "@/shared/i18n/dates";
import { useSession } from "@/shared/ui/data/services";
import { useLanguage } from "@/shared/ui/data/use-language";

import {
    accountsFor,
    draftOf,
    hasContent,
    totalOf,
    type EntryForm,
    type EntryProblem,
} from "./entry-form";
import { presetForm, readPresets, rememberPresets } from "./entry-presets";
import type { EntryKind } from "./entry-search";
import type { Leave } from "./leave-guard";
import { useSaveEntry } from "./use-save-entry";

/** What the editor is given. */
export type EntryEditorProps = {
    accounts: readonly Account[];
    outlets: readonly Outlet[];
    leave: Leave;
    /** What to begin with instead of the presets. */
    initial?: EntryForm;
    /** The transaction that this entry corrects. */
    replacesId?: string;
    /** The entry of the outbox that this one mends. */
    outboxId?: string;
};

/** The form's state, its presets, and saving. `amount` gets the focus when there is more to type. */
export function useEntryForm(props: EntryEditorProps, amount: RefObject<HTMLInputElement | null>) {
    const { accounts, outlets, leave, initial, replacesId, outboxId } = props;
    const { book, role, unit, timeZone } = useSession();
    const { language } = useLanguage();
    const save = useSaveEntry();
    const saving = useRef(false);
    const [problem, setProblem] = useState<EntryProblem | null>(null);

    const begin = (kind?: EntryKind): EntryForm => {
        const presets = readPresets(book.id);
        const chosen = kind ?? presets.kind;
        return presetForm(presets, chosen, {
            accounts: accountsFor(accounts, chosen, "account").map((item) => item.code),
            counters: accountsFor(accounts, chosen, "counter").map((item) => item.code),
            outlets: outlets.map((item) => item.id),
        });
    };
    const [form, setForm] = useState<EntryForm>(() => initial ?? begin());
    const [outletsKnown, setOutletsKnown] = useState(outlets.length > 0);
    if (!outletsKnown && outlets.length > 0) {
        // The outlets came after the accounts: a new entry then takes the one used last.
        setOutletsKnown(true);
        if (initial === undefined && form.outletId === null) {
            setForm({ ...form, outletId: begin(form.kind).outletId });
        }
    }

    useEffect(() => {
        leave.dirty.current = initial === undefined ? hasContent(form) : form !== initial;
    }, [form, initial, leave.dirty]);

    const change = (part: Partial<EntryForm>) => {
        setProblem(null);
        setForm((now) => ({ ...now, ...part }));
    };
    const changeKind = (kind: EntryKind) => {
        const { accountCode, counterCode } = begin(kind);
        change({ kind, accountCode, counterCode, parts: [] });
    };

    const submit = async (goOn: boolean) => {
        const verdict = draftOf(form, unit, language, {
            today: todayIn(timeZone),
            madeAt: new Date(),
            replacesId: replacesId ?? null,
        });
        if (!verdict.ok) {
            setProblem(verdict.problem);
            amount.current?.focus();
            return;
        }
        const total = totalOf(form, unit, language);
        // A second press while the first is being stored must not make a second entry.
        if (saving.current || total === null) {
            return;
        }
        saving.current = true;
        const { draft } = verdict;
        const stored = await save({ kind: form.kind, total, draft, outboxId: outboxId ?? null });
        if (!stored) {
            saving.current = false;
            return;
        }
        rememberPresets(book.id, form);
        leave.dirty.current = false;
        // What was mended or corrected is done with: the next entry would take its place again.
        const isNew = initial === undefined;
        const stays = role === "cashier" && !leave.canGoBack;
        if (isNew && (goOn || stays)) {
            saving.current = false;
            setForm({ ...begin(form.kind), date: form.date });
            amount.current?.focus();
        } else {
            leave.leave();
        }
    };
    return { form, problem, change, changeKind, submit };
}
