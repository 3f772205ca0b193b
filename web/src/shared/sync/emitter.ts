// SPDX-License-Identifier: Apache-2.0

/** A list of listeners, called in the order they came. */
export type Emitter<Args extends readonly unknown[]> = {
    /** Adds a listener; the function returned takes it away again. */
    readonly add: (listener: (...args: Args) => void) => () => void;
    /** Calls every listener that is there now, each one once, even if one of them leaves. */
    readonly emit: (...args: Args) => void;
    readonly clear: () => void;
};

/** Makes an emitter. A listener that throws stops nobody: its error is thrown on its own turn. */
export function createEmitter<Args extends readonly unknown[]>(): Emitter<Args> {
    const listeners = new Set<{ call: (...args: Args) => void }>();
    return {
        add(listener) {
            // A holder per call: the same function added twice is two listeners.
            const holder = { call: listener };
            listeners.add(holder);
            return () => listeners.delete(holder);
        },
        emit(...args) {
            for (const holder of [...listeners]) {
                try {
                    holder.call(...args);
                } catch (error) {
                    // The stream must go on; the fault is reported where uncaught errors are.
                    queueMicrotask(() => {
                        throw error;
                    });
                }
            }
        },
        clear() {
            listeners.clear();
        },
    };
}
