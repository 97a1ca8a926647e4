export function NumberDialog() {
  return <div />
}
