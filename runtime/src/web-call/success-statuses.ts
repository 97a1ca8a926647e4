/** One status, such as `404`, or a range, such as `200-299`. */
const part = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/

/** True when Success Statuses, such as `200-299, 404`, name the status. Left empty, they are 200 to 299. */
export function isSuccess(statusCode: number, statuses = ''): boolean {
  if (statuses.trim() === '') return statusCode >= 200 && statusCode <= 299
  return partsOf(statuses).some((text) => {
    const [, first, last = first] = part.exec(text) ?? []
    return Number(first) <= statusCode && statusCode <= Number(last)
  })
}

/** What is wrong with Success Statuses; undefined when they can be read. */
export function statusesProblem(statuses = ''): string | undefined {
  if (statuses.trim() === '') return undefined
  const wrong = partsOf(statuses).find((text) => {
    const [, first, last = first] = part.exec(text) ?? []
    return first === undefined || Number(last) < Number(first)
  })
  if (wrong === undefined) return undefined
  const named = wrong === '' ? 'There is a comma too many.' : `"${wrong}" is no status.`
  return `${named} Write statuses and ranges with commas between them, such as 200-299, 404.`
}

function partsOf(statuses: string): string[] {
  return statuses.split(',').map((text) => text.trim())
}
