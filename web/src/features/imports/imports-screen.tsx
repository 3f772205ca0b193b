// SPDX-License-Identifier: Apache-2.0
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useSession } from "@/shared/ui/data/services";
import { Page } from "@/shared/ui/page";
import { EmptyState } from "@/shared/ui/states";

import { ChooseFile } from "./choose-file";
import { OpenImport } from "./open-import";
import { RecentImports } from "./recent-imports";
import "./texts";

/** Impor: a file is chosen, looked at, corrected in how it is read, booked, and can be undone. */
export function ImportsScreen() {
    const { t } = useTranslation("imports");
    const { role } = useSession();
    const search = useSearch({ from: "/signed-in/imports" });
    if (role === "viewer") {
        return (
            <Page title={t("title")} back="/more">
                <EmptyState icon="lock" text={t("forbidden")} />
            </Page>
        );
    }
    return search.job === undefined ? (
        <Page title={t("title")} back="/more" narrow>
            <ChooseFile />
            <RecentImports />
        </Page>
    ) : (
        <Page title={t("title")} back="/more">
            <OpenImport jobId={search.job} verdict={search.verdict} />
        </Page>
    );
}
