// SPDX-License-Identifier: Apache-2.0
// The whole stack in the place of a private server: what a check starts is a new shop on it, what it kills are both servers.
import { openStackShop, part, stack, wholeAgain } from "../../service/support/stack.ts";
import type { OpenShop, ShopServer } from "./shop.ts";

const servers: ShopServer = {
    url: stack.url,
    address: new URL(stack.url).host,
    dataDir: "",
    stop: async () => 0, // others go on using them
    kill: async () => {
        await Promise.all(stack.servers.map((server) => part(server.part, "kill")));
        return "SIGKILL";
    },
};

/** A shop of a new owner, by way of nginx. */
export async function startStackShop(): Promise<OpenShop> {
    return { ...(await openStackShop()), server: servers };
}

/** Both servers again, after a kill; returns when they lack nothing. */
export async function startStackServers(): Promise<ShopServer> {
    await Promise.all(stack.servers.map((server) => part(server.part, "start")));
    await Promise.all(stack.servers.map(wholeAgain));
    return servers;
}
