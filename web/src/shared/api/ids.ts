// SPDX-License-Identifier: Apache-2.0
//
// Ids made on the device. A transaction's id is made before the first try and is its idempotency
// key, so it must be unique without asking anybody: UUID version 7 (RFC 9562, 5.7), whose first 48
// bits are the time in milliseconds, so that ids sort by birth. Within one millisecond, and when
// the clock steps back, the 12 bits after the version count up (RFC 9562, 6.2, method 1).

/** Where random bytes and the time come from; tests hand in their own. */
export type IdSource = {
    readonly nowMs: () => number;
    readonly fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void;
};

const deviceSource: IdSource = {
    nowMs: () => Date.now(),
    fillRandom: (bytes) => {
        crypto.getRandomValues(bytes);
    },
};

/** Makes a generator of UUIDv7 texts, each greater than the one before. */
export function createIdGenerator(source: IdSource = deviceSource): () => string {
    let lastMs = -1;
    let counter = 0;
    return () => {
        const bytes = new Uint8Array(16);
        source.fillRandom(bytes);
        const now = Math.floor(source.nowMs());
        if (now > lastMs) {
            lastMs = now;
            // Half of the counter's range is left for the ids of this millisecond.
            counter = ((bytes[6] ?? 0) * 256 + (bytes[7] ?? 0)) & 0x7ff;
        } else {
            counter += 1;
            if (counter > 0xfff) {
                lastMs += 1;
                counter = 0;
            }
        }
        for (let index = 0; index < 6; index += 1) {
            bytes[index] = Math.floor(lastMs / 2 ** (8 * (5 - index))) % 256;
        }
        bytes[6] = 0x70 | (counter >> 8);
        bytes[7] = counter & 0xff;
        bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
        const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
        return [
            hex.slice(0, 8),
            hex.slice(8, 12),
            hex.slice(12, 16),
            hex.slice(16, 20),
            hex.slice(20),
        ].join("-");
    };
}

/** A new UUIDv7 of this device: for transactions, outbox entries, tabs. */
export const newId: () => string = createIdGenerator();

/**
 * A key for the Idempotency-Key header of writes that carry no id of their own (reverse, post,
 * void).
 */
export function newIdempotencyKey(): string {
    return newId();
}

/** The part of localStorage that the device id needs. */
export type DeviceIdStorage = Pick<Storage, "getItem" | "setItem">;

const deviceIdKey = "arus.device";
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The device's id for the Arus-Device header, made at the first call and kept in `storage`.
 * Where storage is refused (private windows), it lasts as long as the caller keeps it.
 */
export function deviceId(storage: DeviceIdStorage | null, makeId: () => string = newId): string {
    try {
        const known = storage?.getItem(deviceIdKey) ?? null;
        if (known !== null && uuidPattern.test(known)) {
            return known;
        }
        const made = makeId();
        storage?.setItem(deviceIdKey, made);
        return made;
    } catch {
        // Reading or writing was forbidden: an id for this page only is what is left.
        return makeId();
    }
}
