// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";

import styles from "../settings.module.css";

/** The empty margin that scanners need around the squares, in squares (ISO/IEC 18004, 9.1). */
const quietZone = 4;

type QrPictureProps = { text: string; label: string };

/**
 * `text` as a QR code, dark on light in both themes as scanners expect it. What makes it is loaded when it is
 * first needed; until then, and where it cannot be loaded, its place stays empty.
 */
export function QrPicture({ text, label }: QrPictureProps) {
    const [squares, setSquares] = useState<readonly (readonly boolean[])[] | null>(null);
    useEffect(() => {
        let wanted = true;
        import("qr").then(
            ({ encodeQR }) => {
                if (wanted) {
                    setSquares(encodeQR(text, "raw", { ecc: "medium", border: quietZone }));
                }
            },
            // Not there (a network lost just now): the key itself stands below the picture.
            () => undefined,
        );
        return () => {
            wanted = false;
        };
    }, [text]);
    return (
        <div className={styles["qr"]}>
            {squares === null ? null : (
                <svg
                    role="img"
                    aria-label={label}
                    viewBox={`0 0 ${String(squares.length)} ${String(squares.length)}`}
                    shapeRendering="crispEdges"
                    data-qr
                >
                    <path d={drawn(squares)} fill="#000" />
                </svg>
            )}
        </div>
    );
}

/** One path of unit squares, a run of a row at a time. */
function drawn(squares: readonly (readonly boolean[])[]): string {
    const parts: string[] = [];
    squares.forEach((row, y) => {
        for (let x = 0; x < row.length; x += 1) {
            const start = x;
            while (row[x] === true) {
                x += 1;
            }
            if (x > start) {
                parts.push(`M${String(start)} ${String(y)}h${String(x - start)}v1H${String(start)}z`);
            }
        }
    });
    return parts.join("");
}
