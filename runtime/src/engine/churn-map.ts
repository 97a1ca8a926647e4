/**
 * A map for large values of which thousands are added and removed per second. V8's `Map` moves to a new table every
 * few changes, and the old table points to the new one. Once an old table is in the old generation, every value that is
 * ever added stays reachable until the next full collection, and each minor collection copies it. So the inner map holds
 * ids and numbers only, and the values live in an array.
 */
export class ChurnMap<Value> {
  readonly #places = new Map<string, number>()
  readonly #values: (Value | undefined)[] = []
  readonly #free: number[] = []

  get(id: string): Value | undefined {
    const place = this.#places.get(id)
    return place === undefined ? undefined : this.#values[place]
  }

  set(id: string, value: Value): void {
    const place = this.#places.get(id) ?? this.#free.pop() ?? this.#values.length
    this.#places.set(id, place)
    this.#values[place] = value
  }

  delete(id: string): void {
    const place = this.#places.get(id)
    if (place === undefined) return
    this.#places.delete(id)
    this.#values[place] = undefined
    this.#free.push(place)
  }

  has(id: string): boolean {
    return this.#places.has(id)
  }

  ids(): string[] {
    return [...this.#places.keys()]
  }

  values(): Value[] {
    return this.#values.filter((value) => value !== undefined)
  }
}
