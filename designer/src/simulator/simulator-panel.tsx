export function SimulatorPanel() {
  return <aside />
}
