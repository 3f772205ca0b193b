// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";

import { isTooLarge } from "@/shared/api/upload";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { SelectField } from "@/shared/ui/field";
import { Icon } from "@/shared/ui/icon";
import { Panel } from "@/shared/ui/page";
import { ProblemLine } from "@/shared/ui/problem-line";
import { ProgressBar } from "@/shared/ui/progress-bar";

import styles from "./choose-file.module.css";
import { kindOfFile } from "./kind-of-file";
import { useUploadImport } from "./use-start-import";

const bytesMax = 64 * 1024 * 1024;

type Sending = { name: string; share: number; stop: () => void };

/** The place a file is dropped on or chosen at; it is sent and looked at at once. */
export function ChooseFile() {
    const { t } = useTranslation("imports");
    const api = useApi();
    const { book, role } = useSession();
    const outlets = useQuery(outletsQuery(api, book.id)).data ?? [];
    const [chosenOutlet, setChosenOutlet] = useState<string | null>(null);
    const [over, setOver] = useState(false);
    const [refused, setRefused] = useState<"tooLarge" | "empty" | null>(null);
    const [sending, setSending] = useState<Sending | null>(null);
    const input = useRef<HTMLInputElement>(null);
    const noteId = useId();
    const start = useUploadImport();
    // A cashier's entries are always of an own outlet.
    const outletId = chosenOutlet ?? (role === "cashier" ? outlets[0]?.id : undefined);
    const unready = role === "cashier" && outletId === undefined;

    const stop = useRef<(() => void) | null>(null);
    useEffect(() => () => stop.current?.(), []);
    useEffect(() => {
        // A file let go beside the place must not be opened instead of Arus.
        const keep = (event: Event) => event.preventDefault();
        addEventListener("dragover", keep);
        addEventListener("drop", keep);
        return () => {
            removeEventListener("dragover", keep);
            removeEventListener("drop", keep);
        };
    }, []);

    const send = (file: File) => {
        start.reset();
        setRefused(file.size > bytesMax ? "tooLarge" : file.size === 0 ? "empty" : null);
        if (file.size > bytesMax || file.size === 0) {
            return;
        }
        const end = new AbortController();
        stop.current = () => end.abort(new DOMException("given up", "AbortError"));
        setSending({ name: file.name, share: 0, stop: stop.current });
        start.mutate(
            {
                file,
                options: {
                    kind: kindOfFile(file.name),
                    dry_run: true,
                    ...(outletId === undefined ? {} : { mapping: { outlet_id: outletId } }),
                },
                onProgress: (share) => setSending((now) => (now === null ? null : { ...now, share })),
                signal: end.signal,
            },
            { onSettled: () => setSending(null) },
        );
    };
    const drop = (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined && !unready) {
            send(file);
        }
    };

    if (sending !== null) {
        return (
            <Panel className={styles["sending"]}>
                <ProgressBar text={t("uploading", { file: sending.name })} share={sending.share} />
                <div>
                    <Button onClick={sending.stop}>{t("stop")}</Button>
                </div>
            </Panel>
        );
    }
    const stopped = start.error instanceof DOMException && start.error.name === "AbortError";
    const problem = refused ?? (isTooLarge(start.error) ? "tooLarge" : null);
    return (
        <>
            {role === "cashier" && outlets.length > 1 ? (
                <SelectField
                    label={t("outletChoose")}
                    value={outletId ?? ""}
                    onChange={(event) => setChosenOutlet(event.target.value)}
                >
                    {outlets.map((item) => (
                        <option key={item.id} value={item.id}>
                            {item.name}
                        </option>
                    ))}
                </SelectField>
            ) : null}
            <div
                className={classNames(styles["zone"], over && styles["over"])}
                data-drop
                onDragEnter={(event) => {
                    event.preventDefault();
                    setOver(true);
                }}
                onDragOver={(event) => {
                    event.preventDefault();
                    setOver(true);
                }}
                onDragLeave={(event) => {
                    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
                        setOver(false);
                    }
                }}
                onDrop={drop}
            >
                <span className={styles["mark"]}>
                    <Icon name="import" size={24} />
                </span>
                <p className={styles["drop"]}>{t(over ? "dropNow" : "drop")}</p>
                <p className={styles["or"]}>{t("or")}</p>
                <Button
                    look="primary"
                    large
                    disabled={unready}
                    aria-describedby={noteId}
                    onClick={() => input.current?.click()}
                >
                    {t("choose")}
                </Button>
                <input
                    ref={input}
                    type="file"
                    hidden
                    data-file
                    accept=".csv,.txt,.tsv,.journal,.hledger,.ledger,.j,text/csv,text/plain"
                    onChange={(event) => {
                        const file = event.target.files?.[0];
                        event.target.value = "";
                        if (file !== undefined) {
                            send(file);
                        }
                    }}
                />
                <p id={noteId} className={styles["note"]}>
                    {t("accepts")}
                </p>
            </div>
            {problem !== null ? (
                <p role="alert" className={styles["refused"]}>
                    {t(problem)}
                </p>
            ) : start.isError && !stopped ? (
                <ProblemLine error={start.error} />
            ) : null}
        </>
    );
}
