// SPDX-License-Identifier: Apache-2.0
// More people beside the owner of a shop; the server must be started with registration open.
import { Api, password, type Schemas, type Shop } from "./api.ts";
import { sharedAddress } from "./server.ts";

let people = 0;

export type Person = { readonly api: Api; readonly userId: string; readonly email: string };

/** A new user who belongs to no book. */
export async function register(api: Api, name = "Orang"): Promise<Person> {
  people += 1;
  const who = sharedAddress === undefined ? `${people}` : `-${process.pid}-${Date.now()}-${people}`;
  const email = `orang${who}@contoh.example`;
  const made = await api.expect(
    201,
    new Api(api.url).post<Schemas["Registration"]>("/api/v1/auth/register", { email, password, name }),
  );
  return { api: api.as(made.access_token), userId: made.user.id, email };
}

/** A new user with a role in the shop's book. */
export async function member(
  shop: Shop,
  role: Schemas["Role"],
  outletIds: readonly string[] = [],
): Promise<Person> {
  const person = await register(shop.api, role);
  await shop.api.expect(
    200,
    shop.api.put(shop.path(`/members/${person.userId}`), { role, outlet_ids: outletIds }),
  );
  return person;
}

/** An outlet of the shop. */
export async function outlet(shop: Shop, code: string, name = `Outlet ${code}`): Promise<Schemas["Outlet"]> {
  return shop.api.expect(201, shop.api.post<Schemas["Outlet"]>(shop.path("/outlets"), { code, name }));
}

/** The shop's accounts by code. */
export async function accounts(shop: Shop): Promise<Map<string, Schemas["Account"]>> {
  const page = await shop.api.expect(
    200,
    shop.api.get<Schemas["AccountList"]>(shop.path("/accounts?limit=500")),
  );
  return new Map(page.items.map((item) => [item.code, item]));
}
