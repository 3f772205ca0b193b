// SPDX-License-Identifier: Apache-2.0
// One set of line icons on a 20 × 20 grid, stroke 1.6, drawn for Arus. An icon never speaks alone: the
// control that holds it carries the words, so every icon is hidden from screen readers.

const paths = {
    home: "M3 9.2 10 3.5l7 5.7M5 8v8.5h3.8v-5h2.4v5H15V8",
    list: "M7 5.5h10M7 10h10M7 14.5h10M3.2 5.5h.6M3.2 10h.6M3.2 14.5h.6",
    plus: "M10 4v12M4 10h12",
    chart: "M3.5 16.5h13M5.5 13.5v-4M10 13.5v-9M14.5 13.5v-6",
    more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
    close: "M5 5l10 10M15 5 5 15",
    check: "M4 10.5 8.2 14.5 16 6",
    chevronRight: "M8 4.5 13.5 10 8 15.5",
    chevronLeft: "M12 4.5 6.5 10l5.5 5.5",
    chevronDown: "M4.5 7.5 10 13l5.5-5.5",
    arrowUp: "M10 16V4M5 9l5-5 5 5",
    arrowDown: "M10 4v12M5 11l5 5 5-5",
    search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13.2 13.2 17 17",
    filter: "M3 5h14M5.5 10h9M8 15h4",
    store: "M3.5 8 5 3.5h10L16.5 8M4.5 9.5v7h11v-7M3.5 8a2.2 2.2 0 0 0 4.3 0 2.2 2.2 0 0 0 4.4 0 2.2 2.2 0 0 0 4.3 0M8 16.5v-4h4v4",
    person: "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM3.8 16.8c.6-3 3.1-4.6 6.2-4.6s5.6 1.6 6.2 4.6",
    ledger: "M4.5 3.5h9a2 2 0 0 1 2 2v11h-9a2 2 0 0 1-2-2v-11ZM4.5 14.5a2 2 0 0 1 2-2h9M8 7h4.5",
    queue: "M10 13V3.5M6.5 7 10 3.5 13.5 7M3.5 12v3.5h13V12",
    gear: "M10 12.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM10 2.8v2M10 15.2v2M3.8 6.4l1.7 1M14.5 12.6l1.7 1M3.8 13.6l1.7-1M14.5 7.4l1.7-1",
    undo: "M7 4 3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8",
    edit: "M12.5 4.5l3 3L7 16l-3.5.5L4 13l8.5-8.5Z",
    retry: "M16 10a6 6 0 1 1-1.8-4.3M16 3.5v3.2h-3.2",
    warning: "M10 3.5 17.5 16.5h-15L10 3.5ZM10 8.5v3.5M10 14.3h.01",
    offline: "M3 3l14 14M2.8 8.2A11 11 0 0 1 6 6M9 4.8a11 11 0 0 1 8.2 3.4M5.4 11.2a7 7 0 0 1 3-1.7M12.6 9.9c.8.3 1.5.8 2 1.3M10 15.2h.01",
    pause: "M7 4.5v11M13 4.5v11",
    play: "M6.5 4.2v11.6L15.5 10 6.5 4.2Z",
    exit: "M8 3.5H4.5v13H8M12 6.5 15.5 10 12 13.5M15 10H8",
    sale: "M4.5 3h11v14l-2.2-1.4L11.1 17l-2.2-1.4L6.7 17l-2.2-1.4V3ZM7.5 7h5M7.5 10.5h5",
    expense: "M3 6.5h14v9H3v-9ZM3 9.5h14M6 12.8h3M5.5 4h9",
    transfer: "M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3",
    document: "M5 3h6.5L15 6.5V17H5V3ZM11.5 3v3.5H15M7.5 10h5M7.5 13h5",
    sun: "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M15.3 4.7 14 6M6 14l-1.3 1.3",
    language: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c2.2 2 3 4.4 3 7s-.8 5-3 7c-2.2-2-3-4.4-3-7s.8-5 3-7Z",
    lock: "M5 9h10v7.5H5V9ZM7 9V6.5a3 3 0 0 1 6 0V9",
    clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.8",
    device: "M6 2.8h8v14.4H6V2.8ZM9 14.6h2",
    bell: "M5 13.5V9a5 5 0 0 1 10 0v4.5l1.2 1.5H3.8L5 13.5ZM8.3 17h3.4",
    people: "M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.5 16c.4-2.7 2.4-4.2 5-4.2s4.6 1.5 5 4.2M13 4.2a2.8 2.8 0 0 1 0 5M14.2 12c1.8.4 3 1.7 3.3 4",
    shield: "M10 3l6 2.2v4.3c0 3.7-2.4 6.2-6 7.5-3.6-1.3-6-3.8-6-7.5V5.2L10 3ZM7.3 9.8l2 2 3.4-3.8",
    key: "M7 13.5a3.5 3.5 0 1 1 3.2-4.9H17v3h-2v2h-3v-2h-1.8A3.5 3.5 0 0 1 7 13.5ZM6.8 10h.01",
    download: "M10 3.5V12M6.5 8.5 10 12l3.5-3.5M3.5 13v3h13v-3",
    import: "M15 9V6.5L11.5 3H5v14h4.5M11.5 3v3.5H15M17.5 14h-6.2M13.8 11.2 11 14l2.8 2.8",
    share: "M10 12V3.5M6.8 6.5 10 3.3l3.2 3.2M6 9.5H4.5v7h11v-7H14",
    print: "M6 7V3.5h8V7M6 13.5H3.5V7h13v6.5H14M6 11.5h8v5H6v-5Z",
    info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.3v4M10 6.6h.01",
    trash: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11",
} as const;

/** The names of the set. */
export type IconName = keyof typeof paths;

type IconProps = { name: IconName; size?: number };

/** One icon in the colour of the text around it. `size` in pixels at the usual size of text, 20 by default; it grows with the text. */
export function Icon({ name, size = 20 }: IconProps) {
    return (
        <svg
            width={`${size / 16}rem`}
            height={`${size / 16}rem`}
            viewBox="0 0 20 20"
            fill="none"
            stroke="currentColor"
            strokeWidth={name === "more" ? 2.4 : 1.6}
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d={paths[name]} />
        </svg>
    );
}
