export function SignInPage() {
  return <main aria-busy="true" />
}
