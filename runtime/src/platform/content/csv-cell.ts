/**
 * A text as a cell of CSV. A spreadsheet must not take it for a formula, so a sign before one keeps it a text. A number in
 * E.164 is none.
 */
export function csvCell(value: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value)
  const text = isFormula ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What `csvCell` was given: without the sign that kept it a text. */
export function textOfCsvCell(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r])/, '')
}
