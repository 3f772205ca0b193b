// SPDX-License-Identifier: Apache-2.0
// The ways an import begins: with a file, with a file that the server still has, and its undoing.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import * as v from "valibot";

import { call } from "@/shared/api/client";
import { ConnectionError } from "@/shared/api/api-error";
import { deviceId } from "@/shared/api/ids";
import { upload } from "@/shared/api/upload";
import type { ImportAgain, ImportOptions, Job } from "@/shared/api/wire-types";
import { currentLanguage } from "@/shared/i18n/i18n";
import { useApi, useSession } from "@/shared/ui/data/services";

/** What is sent at the beginning. */
export type NewImport = {
    readonly file: File;
    readonly options: ImportOptions;
    readonly onProgress: (share: number) => void;
    readonly signal: AbortSignal;
};

const jobFrameSchema = v.looseObject({ id: v.string(), kind: v.literal("import"), status: v.string() });

/** Sends a file; its job is opened when it is there. */
export function useUploadImport() {
    const { book } = useSession();
    const opened = useOpenJob();
    return useMutation({
        networkMode: "always",
        mutationFn: async ({ file, options, onProgress, signal }: NewImport) => {
            const form = new FormData();
            form.append("options", new Blob([JSON.stringify(options)], { type: "application/json" }));
            form.append("file", file, file.name);
            const reply = await upload({
                path: `/api/v1/books/${book.id}/imports`,
                form,
                deviceId: deviceId(localStorage),
                language: currentLanguage(),
                onProgress,
                signal,
            });
            if (!v.is(jobFrameSchema, reply)) {
                throw new ConnectionError("the answer could not be read");
            }
            return reply as unknown as Job;
        },
        onSuccess: (job) => opened(job, false),
    });
}

/** The same file again: read in another way, or posted. */
export function useImportAgain() {
    const api = useApi();
    const { book } = useSession();
    const opened = useOpenJob();
    return useMutation({
        networkMode: "always",
        mutationFn: (body: ImportAgain) =>
            call(
                api.POST("/api/v1/books/{book}/imports", {
                    params: { path: { book: book.id } },
                    // Two kinds of body are possible; this one is JSON.
                    body: body as never,
                }),
            ),
        onSuccess: (job, body) => opened(job, body.dry_run),
    });
}

/** Reverses what a posting has booked. */
export function useUndoImport() {
    const api = useApi();
    const { book } = useSession();
    const opened = useOpenJob();
    return useMutation({
        networkMode: "always",
        mutationFn: (id: string) =>
            call(
                api.POST("/api/v1/books/{book}/imports/{id}/undo", {
                    params: { path: { book: book.id, id } },
                    body: {},
                }),
            ),
        onSuccess: (job) => opened(job, false),
    });
}

/** Opens a job that has just begun; `instead` leaves the one before it out of the browser's history. */
function useOpenJob(): (job: Job, instead: boolean) => void {
    const client = useQueryClient();
    const navigate = useNavigate();
    const { book } = useSession();
    return (job, instead) => {
        client.setQueryData([book.id, "job", job.id], job);
        void client.invalidateQueries({ queryKey: [book.id, "imports"] });
        void navigate({ to: "/imports", search: { job: job.id }, replace: instead });
    };
}
