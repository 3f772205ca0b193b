// SPDX-License-Identifier: Apache-2.0
import "fake-indexeddb/auto";
import { expect, it } from "vitest";

import { asked, IndexedRows } from "./indexed-rows";

let names = 0;
function fresh(version = 1, name = `rows-${String(names++)}`) {
    return {
        name,
        rows: new IndexedRows({
            name,
            version,
            upgrade: (made) => {
                if (!made.objectStoreNames.contains("things")) {
                    made.createObjectStore("things", { keyPath: "id" });
                }
            },
        }),
    };
}

const all = (rows: IndexedRows) =>
    rows.run("things", "readonly", (things) => asked<{ id: number }[]>(things.getAll()));

it("keeps what a call wrote", async () => {
    const { rows, name } = fresh();
    await rows.run("things", "readwrite", (things) => asked(things.add({ id: 1 })));
    rows.close();
    expect(await all(fresh(1, name).rows)).toEqual([{ id: 1 }]);
});

it("keeps nothing of a call that fails in its middle", async () => {
    const { rows } = fresh();
    const failing = rows.run("things", "readwrite", async (things) => {
        await asked(things.add({ id: 1 }));
        throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await all(rows)).toEqual([]);
});

it("rejects what the store refuses, and goes on", async () => {
    const { rows } = fresh();
    const add = () => rows.run("things", "readwrite", (things) => asked(things.add({ id: 1 })));
    await add();
    await expect(add()).rejects.toMatchObject({ name: "ConstraintError" });
    expect(await all(rows)).toEqual([{ id: 1 }]);
});

it("gives way to a newer shape of another tab, and opens again", async () => {
    const old = fresh();
    await old.rows.run("things", "readwrite", (things) => asked(things.add({ id: 1 })));
    const next = fresh(2, old.name);
    expect(await all(next.rows)).toEqual([{ id: 1 }]);
    await expect(all(old.rows)).rejects.toMatchObject({ name: "VersionError" });
});
