/** The mark: a jack, a cable, a socket. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path d="M7 9.6v2.2a5 5 0 0 0 5 5h1.4" stroke="var(--accent)" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="7" cy="6" r="3.6" stroke="var(--text)" strokeWidth="2" />
      <circle cx="17" cy="16.8" r="3.6" stroke="var(--text)" strokeWidth="2" />
      <circle cx="7" cy="6" r="1.1" fill="var(--accent)" />
      <circle cx="17" cy="16.8" r="1.1" fill="var(--accent)" />
    </svg>
  )
}
