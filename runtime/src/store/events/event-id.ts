/** The place of an event: what its id is made of. */
export interface EventPlace {
  readonly seq: number
  /** When it was stored. */
  readonly at: Date
  /** The id of `MESSAGE/RECEIVED`, which tells of the same event under another name. */
  readonly isAlias?: boolean
}

const ID = /^[\w-]{22}$/

/**
 * The id of an event as everybody outside sees it: 22 characters of the URL-safe base64 alphabet, which are a UUIDv7 of
 * its time and `seq`. It is computed and not stored, so that an event costs one index only.
 */
export function eventId({ seq, at, isAlias = false }: EventPlace): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes.writeUInt16BE(isAlias ? 0x7001 : 0x7000, 6)
  bytes.writeBigUInt64BE((2n << 62n) | BigInt(seq), 8)
  return bytes.toString('base64url')
}

/** The place that an id was made of. Undefined for a text that is no such id. */
export function placeOfEventId(id: string): Required<EventPlace> | undefined {
  if (!ID.test(id)) return undefined
  const bytes = Buffer.from(id, 'base64url')
  const isAlias = bytes.readUInt16BE(6) === 0x7001
  const seq = Number(BigInt.asUintN(62, bytes.readBigUInt64BE(8)))
  const place = { seq, at: new Date(bytes.readUIntBE(0, 6)), isAlias }
  return Number.isSafeInteger(seq) && eventId(place) === id ? place : undefined
}
