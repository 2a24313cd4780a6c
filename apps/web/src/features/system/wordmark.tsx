/** The name, and a crest that opens like a forecast. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2 font-semibold text-[0.9375rem] tracking-tight">
      <svg aria-hidden="true" height="22" viewBox="0 0 22 22" width="22">
        <path d="M10 13L21 3v16z" fill="var(--brand)" opacity="0.22" />
        <path d="M10 13L21 7.5v9z" fill="var(--brand)" opacity="0.4" />
        <path
          d="M1 15l3-4 3 5 3-3 11-2"
          fill="none"
          stroke="var(--brand)"
          strokeLinecap="round"
          strokeLinejoin="round"
          strokeWidth="2"
        />
      </svg>
      Seriema
    </span>
  )
}
