// SPDX-License-Identifier: Apache-2.0
//
// The promise of the position, under a random life: whatever happens to sockets and events, each
// offset is applied once and in order, and none is missing at the end. A failing run prints its
// seed.

import { describe, expect, it, vi } from "vitest";
import { pass, range, settle, useLiveHarness } from "./live-harness.fixture";

const h = useLiveHarness();

/** A small generator of repeatable numbers from 0 to 1 (mulberry32). */
function dice(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}

async function oneStep(random: () => number): Promise<void> {
    const { server } = h;
    const upTo = (max: number) => 1 + Math.floor(random() * max);
    const choice = random();
    if (choice < 0.35) {
        server.commit(upTo(5));
    } else if (choice < 0.45) {
        server.commitQuietly(upTo(3));
    } else if (choice < 0.55) {
        for (let count = upTo(3); count > 0; count -= 1) {
            server.peer.dropped.add(server.head + upTo(4));
        }
    } else if (choice < 0.65 && server.peer.isOpen) {
        server.peer.close(random() < 0.5 ? 1006 : 4108);
    } else if (choice < 0.7) {
        server.peer.silent = true;
    } else if (choice < 0.78) {
        for (const peer of server.peers.filter((each) => each.isOpen)) {
            peer.push({ reconnect: { after_ms: upTo(500), reason: "deploy" } });
        }
    } else if (choice < 0.82) {
        server.unreachable = !server.unreachable;
    } else if (choice < 0.86) {
        server.together = !server.together;
    } else if (choice < 0.9) {
        h.live.wake();
    } else {
        await vi.advanceTimersByTimeAsync(upTo(3_000));
        server.heads();
    }
    if (random() < 0.7) {
        await settle();
    }
}

describe("a random life", () => {
    it.each(range(1, 60))("applies every offset once and in order (seed %i)", async (seed) => {
        const random = dice(seed);
        h.open({ random });
        await settle();
        expect(h.live.state).toBe("live");
        for (let step = 0; step < 150; step += 1) {
            await oneStep(random);
        }
        h.server.unreachable = false;
        await pass(h.server, 80_000);
        h.server.commit(1);
        await settle();
        expect(h.offsets).toEqual(range(1, h.server.head));
        expect(h.rewinds).toEqual(["first"]);
        expect(h.live.state).toBe("live");
        expect(h.server.peers.filter((peer) => peer.isOpen).length).toBe(1);
    });
});
