// SPDX-License-Identifier: Apache-2.0

/**
 * A channel to the other tabs of this browser. What it carries is untrusted text of our own
 * making.
 */
export type Broadcast = {
    readonly post: (message: unknown) => void;
    readonly listen: (listener: (message: unknown) => void) => () => void;
    readonly close: () => void;
};

/** Makes a channel by name; in a browser over BroadcastChannel. */
export type BroadcastFactory = (name: string) => Broadcast;

/** For a place with one tab only. */
export const noBroadcast: BroadcastFactory = () => ({
    post: () => undefined,
    listen: () => () => undefined,
    close: () => undefined,
});

/** A factory over the standard's BroadcastChannel, which Node has as well. */
export function broadcastFactory(Channel: typeof BroadcastChannel): BroadcastFactory {
    return (name) => {
        const channel = new Channel(name);
        return {
            post: (message) => channel.postMessage(message),
            listen: (listener) => {
                const onMessage = (event: MessageEvent) => listener(event.data);
                channel.addEventListener("message", onMessage);
                return () => channel.removeEventListener("message", onMessage);
            },
            close: () => channel.close(),
        };
    };
}
