// SPDX-License-Identifier: Apache-2.0
//
// What the sync code needs of a WebSocket, so that it runs in a tab, under Node and against a fake.

/** What one socket tells its owner. After `closed` nothing follows. */
export type SocketListener = {
    readonly opened: () => void;
    readonly message: (text: string) => void;
    /** 1006 when the link was lost without a close frame. */
    readonly closed: (code: number, reason: string) => void;
};

/** One socket. `close` may be called at any time; a listener may still hear `closed` afterwards. */
export type SocketHandle = {
    readonly send: (text: string) => void;
    readonly close: (code: number, reason: string) => void;
};

/** Opens a socket with one sub-protocol. Never throws for a dead server: that is `closed`. */
export type SocketFactory = (
    url: string,
    protocol: string,
    listener: SocketListener,
) => SocketHandle;

type MessageLike = { readonly data: unknown };
type CloseLike = { readonly code: number; readonly reason: string };

/** The part of the WebSocket standard that is used: browsers' own and Node's `ws` both have it. */
export type WebSocketConstructor = new (
    url: string,
    protocols: string[],
) => {
    readonly send: (text: string) => void;
    readonly close: (code?: number, reason?: string) => void;
    addEventListener(type: "message", listener: (event: MessageLike) => void): void;
    addEventListener(type: "close", listener: (event: CloseLike) => void): void;
    addEventListener(type: "open" | "error", listener: () => void): void;
};

/** A factory over a WebSocket constructor. */
export function webSocketFactory(WebSocketClass: WebSocketConstructor): SocketFactory {
    return (url, protocol, listener) => {
        const socket = new WebSocketClass(url, [protocol]);
        socket.addEventListener("open", listener.opened);
        socket.addEventListener("message", (event) => {
            // arus.v1 has text frames only; anything else is an empty message and says nothing.
            listener.message(typeof event.data === "string" ? event.data : "");
        });
        socket.addEventListener("close", (event) => listener.closed(event.code, event.reason));
        // An error is always followed by close; without a listener Node would throw it.
        socket.addEventListener("error", () => undefined);
        return {
            send: (text) => socket.send(text),
            close: (code, reason) => socket.close(code, reason),
        };
    };
}
