export const signInTexts = {
  title: 'Sign in',
  subtitle: 'Flows, numbers and runs of your organisation.',
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  wrong: 'E-mail or password is wrong.',
  forgotten: 'Forgotten your password? An administrator can make you a link for a new one, in Settings.',
  show: 'Show the password',
  again: 'Sign in again',
  againHelp: 'Your session has ended. Everything on this page is still here: sign in to go on.',
  other: (name: string) => `${name} is signed in now`,
  otherHelp: (name: string) =>
    `Another tab of this browser signed in as ${name}. What you would do on this page now would be done as ${name}.`,
  otherReload: (name: string) => `Go on as ${name}`,
} as const

export const setupTexts = {
  title: 'First administrator',
  subtitle: 'This Patchbay has no users yet. Whoever can read its log makes the first one.',
  code: 'Set-up code',
  codeHelp: 'Printed in the terminal or log when Patchbay started.',
  name: 'Your Name',
  email: 'E-mail',
  password: 'Password',
  passwordHelp: 'At least 10 characters.',
  passwordShort: 'Use at least 10 characters.',
  missing: 'This is needed.',
  emailWrong: 'This is not an e-mail address.',
  create: 'Create administrator',
  done: 'An administrator exists already.',
  toSignIn: 'Sign in',
} as const
