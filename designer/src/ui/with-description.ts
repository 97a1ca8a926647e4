/**
 * Props that let an input of Mantine be described by other elements. It overwrites an `aria-describedby` that it is
 * given with that of its own label and help, of which ours have none.
 * @param ids of those elements, with spaces between
 */
export function withDescription(ids: string | undefined) {
  return ids === undefined || ids === '' ? {} : { attributes: { input: { 'aria-describedby': ids } } }
}
