// SPDX-License-Identifier: Apache-2.0
import i18next from "i18next";

import { notificationText } from "@/features/notifications/notification-text";
import "@/features/notifications/texts";
import { call, type ApiClient } from "@/shared/api/client";
import { isNewsForShell, tellShell } from "@/shared/shell";
import type { Session } from "@/shared/ui/data/services";
import type { Language } from "@/shared/ui/data/use-language";

/** More than a person reads at once wait in the inbox. */
const newestMax = 5;

/**
 * Hands the newest unread notifications of this book to the desktop, each once. Loaded only inside the shell. A failed
 * read is not repeated: the next push comes, and the inbox has them all.
 */
export async function tellNewNotifications(
    api: ApiClient,
    session: Session,
    language: Language,
): Promise<void> {
    const page = await call(
        api.GET("/api/v1/notifications", { params: { query: { limit: newestMax } } }),
    );
    const words = i18next.getFixedT(language, "notifications");
    for (const item of page.items.toReversed()) {
        if (!item.read && item.book_id === session.book.id && isNewsForShell(item.id, item.at)) {
            const transaction = item.subject.transaction_id;
            tellShell({
                id: item.id,
                title: session.book.name.slice(0, 40),
                body: notificationText(item, words, language, session.timeZone),
                path: transaction === null ? "/notifications" : `/transactions/${transaction}`,
            });
        }
    }
}
