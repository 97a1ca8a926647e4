const mostSeconds = 60

/** Seconds of `Prefer: wait=N` (RFC 7240), at most 60; 0 without it. */
export function waitSeconds(prefer: string | undefined): number {
  const match = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(prefer ?? '')
  return Math.min(Number(match?.[1] ?? 0), mostSeconds)
}
