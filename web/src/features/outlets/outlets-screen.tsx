// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { outletsQuery } from "@/shared/ui/data/queries";
import { useApi, useSession } from "@/shared/ui/data/services";
import { Page, Panel } from "@/shared/ui/page";
import { QueryView } from "@/shared/ui/query-view";
import { RecordItem } from "@/shared/ui/record-list";
import { EmptyState } from "@/shared/ui/states";

import { AddOutletDialog } from "./add-outlet-dialog";
import "./texts";

/** Outlet: the list, and a form for a new one. */
export function OutletsScreen() {
    const { t } = useTranslation("outlets");
    const { t: ui } = useTranslation("ui");
    const api = useApi();
    const { book, role } = useSession();
    const query = useQuery(outletsQuery(api, book.id));
    const [adding, setAdding] = useState(false);
    const mayAdd = role === "owner" || role === "admin";
    const add = mayAdd ? (
        <Button icon="plus" look="primary" onClick={() => setAdding(true)}>
            {t("add")}
        </Button>
    ) : null;
    return (
        <Page title={t("title")} back="/more" narrow>
            <QueryView query={query}>
                {(items) =>
                    items.length === 0 ? (
                        <EmptyState icon="store" text={t("empty")}>
                            {add}
                        </EmptyState>
                    ) : (
                        <>
                            <div>{add}</div>
                            <Panel>
                                <ul>
                                    {items.map((item) => (
                                        <RecordItem
                                            key={item.id}
                                            code={item.code}
                                            name={item.name}
                                            link={(words) => (
                                                <Link to="/transactions" search={{ outlet: item.id }}>
                                                    {words}
                                                </Link>
                                            )}
                                            end={
                                                item.archived ? (
                                                    <Badge tone="quiet">{ui("archived")}</Badge>
                                                ) : null
                                            }
                                        />
                                    ))}
                                </ul>
                            </Panel>
                        </>
                    )
                }
            </QueryView>
            {adding ? <AddOutletDialog onClose={() => setAdding(false)} /> : null}
        </Page>
    );
}
