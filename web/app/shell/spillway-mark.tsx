/** Water led away in three steps. */
export function SpillwayMark() {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M3 6c5 0 6 2.4 9 2.4h9" />
      <path d="M3 11c5.6 0 6.4 3 9.4 3H18" opacity="0.8" />
      <path d="M3 16c5 0 5.6 3 8.6 3H15" opacity="0.55" />
    </svg>
  )
}
