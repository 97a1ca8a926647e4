let zone: string | null = null

/** The zone of this Patchbay, in which times are told that belong to no flow; null for the reader's own. */
export function houseZone(): string | null {
  return zone
}

export function setHouseZone(timeZone: string | null): void {
  zone = timeZone
}
