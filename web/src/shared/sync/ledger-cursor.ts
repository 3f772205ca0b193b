// SPDX-License-Identifier: Apache-2.0
//
// The position of one reader in a book's ledger: which events have been applied. Pure; the promise
// "each offset once and in order" is kept here and nowhere else.
//
//   arrives                              position before        verdict      position after
//   event, same epoch, offset = p + 1    p                      apply        offset, hash
//   event, same epoch, offset <= p       p                      duplicate    p
//   event, same epoch, offset > p + 1    p, gaps not expected   gap          p
//   event, same epoch, offset > p + 1    p, gaps expected       apply        offset, hash
//   event, another epoch                 p                      rewound      p
//   event                                none yet               gap          none
//   skip to t                            p < t                  -            t, hash unknown
//   head h                               p < h                  behind       p
//   reply: recovered                     p                      resumed      p
//   reply: live, no position before      none                   first        offset of the reply
//   reply: not recovered                 p                      rewound      offset of the reply
//
// Gaps are expected of a filtered reader (a filter of its own, or a cashier's outlets, of which
// only the server knows). That is learnt: from a skip, or when a gap is still there in what the
// server sends in answer to it, because after a reply comes all there is for this reader. While two
// sockets feed one reader (make before break) nothing is learnt: an event of one may fall between
// reply and replay of the other.

/**
 * A place in a book's history; `hash` is that of the last applied event, null where it is
 * unknown.
 */
export type Position = {
    readonly epoch: string;
    readonly offset: number;
    readonly hash: string | null;
};

/** What a subscribe or catchup reply says about the position: events after `offset` follow. */
export type CursorReply = {
    readonly epoch: string;
    readonly offset: number;
    readonly recovered: boolean;
};

/** What to do with an event (see the table). */
export type EventVerdict = "apply" | "duplicate" | "gap" | "rewound";

/** What a reply meant (see the table). */
export type ReplyVerdict = "first" | "resumed" | "rewound";

/** The position and its rules; see the table above. */
export type LedgerCursor = {
    readonly position: () => Position | null;
    readonly acceptEvent: (
        event: Omit<Position, "hash"> & { hash: string },
        from: { readonly sockets: "one" | "two" },
    ) => EventVerdict;
    readonly acceptSkip: (to: number) => void;
    /** True when the head is beyond the position. */
    readonly isBehind: (head: number) => boolean;
    readonly acceptReply: (reply: CursorReply) => ReplyVerdict;
};

/** Makes a cursor. `start` is a position kept from earlier, null for a first reading. */
export function createLedgerCursor(start: Position | null): LedgerCursor {
    let position = start;
    let gapsExpected = false;
    // The offset after which a gap was seen, and whether the server has answered it since.
    let gapAfter: number | null = null;
    let gapAnswered = false;
    return {
        position: () => position,
        acceptEvent(event, from) {
            if (position === null) {
                return "gap";
            }
            if (event.epoch !== position.epoch) {
                return "rewound";
            }
            if (event.offset <= position.offset) {
                return "duplicate";
            }
            if (event.offset > position.offset + 1 && !gapsExpected) {
                if (gapAfter !== position.offset || !gapAnswered || from.sockets === "two") {
                    gapAfter = position.offset;
                    return "gap";
                }
                gapsExpected = true;
            }
            gapAfter = null;
            gapAnswered = false;
            position = { epoch: event.epoch, offset: event.offset, hash: event.hash };
            return "apply";
        },
        acceptSkip(to) {
            gapsExpected = true;
            if (position !== null && to > position.offset) {
                position = { epoch: position.epoch, offset: to, hash: null };
            }
        },
        isBehind: (head) => position !== null && head > position.offset,
        acceptReply(reply) {
            if (position !== null && reply.recovered && reply.epoch === position.epoch) {
                // On a shared link the answer may be another tab's, from further on.
                gapAnswered = gapAfter === position.offset && reply.offset <= position.offset;
                return "resumed";
            }
            gapAfter = null;
            gapAnswered = false;
            const verdict = position === null ? "first" : "rewound";
            position = { epoch: reply.epoch, offset: reply.offset, hash: null };
            return verdict;
        },
    };
}
