// SPDX-License-Identifier: Apache-2.0

const browsers: readonly (readonly [RegExp, string])[] = [
    [/\bEdgA?\//, "Edge"],
    [/\bOPR\//, "Opera"],
    [/\bSamsungBrowser\//, "Samsung Internet"],
    [/\b(Firefox|FxiOS)\//, "Firefox"],
    [/\b(Chrome|CriOS|Chromium)\//, "Chrome"],
    [/\bSafari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
    [/\b(iPhone|iPad)\b/, "iOS"],
    [/\bAndroid\b/, "Android"],
    [/\bWindows\b/, "Windows"],
    [/\bMacintosh\b/, "macOS"],
    [/\bLinux\b/, "Linux"],
];

/** "Chrome · Android" out of what a browser calls itself; its first words if it is none; null if empty. */
export function deviceName(userAgent: string): string | null {
    const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
    const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
    const known = [browser, system].filter((part) => part !== undefined).join(" · ");
    const rest = userAgent.trim().split(/[\s(;]/)[0] ?? "";
    return known !== "" ? known : rest !== "" ? rest.slice(0, 40) : null;
}
