// SPDX-License-Identifier: Apache-2.0
// A network between browser and server that can be made to fail: every byte goes through it.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server as TcpServer, type Socket } from "node:net";

/*
 *   passing  every byte goes on
 *   silent   connections stay open and new ones are taken, but no byte goes either way (a phone in a lift)
 *   cut      connections are reset, new ones refused at once (a router that was switched off)
 */
type State = "passing" | "silent" | "cut";

export class Wire {
    readonly url: string;
    readonly #listener: TcpServer;
    readonly #pairs = new Set<readonly [Socket, Socket]>();
    #state: State = "passing";

    private constructor(listener: TcpServer, origin: string) {
        this.#listener = listener;
        this.url = `${origin}:${(listener.address() as AddressInfo).port}`;
    }

    /** A wire to the server at `url`. */
    static async to(url: string): Promise<Wire> {
        const { protocol, hostname, port } = new URL(url);
        const listener = createServer();
        listener.listen(0, "127.0.0.1");
        await once(listener, "listening");
        const wire = new Wire(listener, `${protocol}//${hostname}`);
        listener.on("connection", (near) => wire.#join(near, connect(Number(port), "127.0.0.1")));
        return wire;
    }

    silence(): void {
        this.#state = "silent";
        for (const pair of this.#pairs) {
            pair.forEach((socket) => socket.pause());
        }
    }

    cut(): void {
        this.#state = "cut";
        this.#drop();
    }

    /** New connections pass again. Those that were silent are lost: their bytes were never acknowledged. */
    mend(): void {
        this.#state = "passing";
        this.#drop();
    }

    async close(): Promise<void> {
        this.#drop();
        this.#listener.close();
        await once(this.#listener, "close");
    }

    #drop(): void {
        for (const pair of this.#pairs) {
            pair.forEach((socket) => socket.resetAndDestroy());
        }
        this.#pairs.clear();
    }

    #join(near: Socket, far: Socket): void {
        const pair = [near, far] as const;
        this.#pairs.add(pair);
        for (const [from, to] of [pair, [far, near] as const]) {
            from.setNoDelay(true);
            from.on("data", (bytes: Buffer) => to.write(bytes));
            from.on("end", () => to.end());
            from.on("error", () => to.destroy());
            from.on("close", () => {
                to.destroy();
                this.#pairs.delete(pair);
            });
        }
        if (this.#state === "cut") {
            pair.forEach((socket) => socket.resetAndDestroy());
        } else if (this.#state === "silent") {
            pair.forEach((socket) => socket.pause());
        }
    }
}
