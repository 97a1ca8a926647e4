export function SetupPage() {
  return <main aria-busy="true" />
}
