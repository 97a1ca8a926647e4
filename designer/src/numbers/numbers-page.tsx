export function NumbersPage() {
  return <main aria-busy="true" />
}
