// SPDX-License-Identifier: Apache-2.0

type LogoProps = { size?: number };

/** The mark of Arus: two currents, one over the other. Decorative; the name stands beside it. */
export function Logo({ size = 28 }: LogoProps) {
    return (
        <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8.5" fill="var(--accent)" />
            <path
                d="M6.5 13.2c3.2-3.6 6.3-3.6 9.5 0s6.3 3.6 9.5 0"
                fill="none"
                stroke="var(--on-accent)"
                strokeWidth="2.8"
                strokeLinecap="round"
            />
            <path
                d="M6.5 20.2c3.2-3.6 6.3-3.6 9.5 0s6.3 3.6 9.5 0"
                fill="none"
                stroke="var(--on-accent)"
                strokeWidth="2.8"
                strokeLinecap="round"
                opacity="0.55"
            />
        </svg>
    );
}
