/** Milliseconds from 1970 to 2000, where Postgres begins to count. */
const EPOCH_MS = 946_684_800_000
/** Larger memory is not kept for the next row. */
const KEPT_BYTES = 1024 * 1024

/** Writes values, each preceded by its size, into memory that it reuses. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  #end = 0

  start(): void {
    this.#end = 0
  }

  take(): Buffer {
    const row = Buffer.allocUnsafe(this.#end)
    this.#bytes.copy(row, 0, 0, this.#end)
    // A single row of several megabytes does not justify keeping that much memory.
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(64 * 1024)
    return row
  }

  int32(value: number): void {
    this.#reserve(4)
    this.#end = this.#bytes.writeInt32BE(value, this.#end)
  }

  sizedInt32(value: number): boolean {
    this.int32(4)
    this.int32(value)
    return true
  }

  bool(value: boolean): boolean {
    this.int32(1)
    this.#reserve(1)
    this.#end = this.#bytes.writeUInt8(value ? 1 : 0, this.#end)
    return true
  }

  double(value: number): boolean {
    this.int32(8)
    this.#reserve(8)
    this.#end = this.#bytes.writeDoubleBE(value, this.#end)
    return true
  }

  text(value: string): boolean {
    // A UTF-16 code unit needs at most three bytes in UTF-8.
    this.#reserve(4 + value.length * 3)
    const length = this.#bytes.write(value, this.#end + 4)
    this.#bytes.writeInt32BE(length, this.#end)
    this.#end += 4 + length
    return true
  }

  uuid(value: string): boolean {
    this.int32(16)
    this.#reserve(16)
    const length = this.#bytes.write(value.replaceAll('-', ''), this.#end, 'hex')
    this.#end += 16
    return length === 16
  }

  /** Microseconds since 2000. */
  time(value: Date): boolean {
    const micros = (value.getTime() - EPOCH_MS) * 1000
    if (Number.isNaN(micros)) return false
    this.int32(8)
    this.int32(Math.floor(micros / 2 ** 32))
    this.#reserve(4)
    this.#end = this.#bytes.writeUInt32BE(((micros % 2 ** 32) + 2 ** 32) % 2 ** 32, this.#end)
    return true
  }

  #reserve(size: number): void {
    const needed = this.#end + size
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}
