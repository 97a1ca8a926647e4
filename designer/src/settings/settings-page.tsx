export function SettingsPage() {
  return <main aria-busy="true" />
}
