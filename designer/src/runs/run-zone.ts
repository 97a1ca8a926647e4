/** Times of a run are told in the zone of its flow; those of a flow that is gone in the reader's own. */
export function zoneOf({ timeZone }: { readonly timeZone?: string | null | undefined }): {
  readonly timeZone?: string
} {
  return timeZone ? { timeZone } : {}
}
