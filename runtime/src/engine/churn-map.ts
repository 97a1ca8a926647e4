/**
 * A map for large values of which thousands come and go in a second. A `Map` moves to new memory every few changes,
 * and in V8 what it leaves behind points at what comes next: once one of these has grown old, everything that is ever
 * put into the map is kept until the next full collection, and each quick one copies it. Here the map holds ids and
 * numbers only.
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
