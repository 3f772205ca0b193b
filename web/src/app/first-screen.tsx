// SPDX-License-Identifier: Apache-2.0
import { Navigate } from "@tanstack/react-router";

import { useSession } from "@/shared/ui/data/services";

/** The role decides where one lands: cashier Catat, bookkeeper Transaksi, everybody else Beranda. */
export function FirstScreen() {
    const { role } = useSession();
    if (role === "cashier") {
        return <Navigate to="/entry" replace />;
    }
    return <Navigate to={role === "accountant" ? "/transactions" : "/home"} replace />;
}
