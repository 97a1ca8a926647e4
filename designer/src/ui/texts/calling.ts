import type { CallLanguage } from '@patchbay/shared/calls'
import { count } from '../formats.ts'

const languages: Readonly<Record<CallLanguage, string>> = { curl: 'curl', javascript: 'JavaScript', python: 'Python' }

/** How other systems call a flow. */
export const callingTexts = {
  language: 'Language of the call',
  languages,
  copy: 'Copy the call',
  copied: 'Copied',
  postman: 'Postman collection',
  copyNow: 'Copy it now.',
  shownOnce: 'The token is in it and is shown until you save. It may start this flow and nothing else.',
  noToken: 'No token yet: only API tokens of API Users and Administrators start this flow.',
  makeToken: 'Make a token',
  replaceToken: 'Replace the token',
  theToken: 'the token',
  replace: 'Replace',
  replaceTitle: (what: string) => `Replace ${what}?`,
  replaceBody: 'Systems that use the present one are refused once the new one counts.',
  keep: 'Keep it',
  listen: 'Listen for a sample',
  listening: 'Listening',
  listenHelp: 'Waits for a real request and takes names, types and examples from it. Saves the flow first.',
  sendNow: 'Send a request now, as your system would. Five minutes at most.',
  heard: (time: string, inputs: number | null) =>
    inputs === null ? `Came at ${time}.` : `Came at ${time}: ${count(inputs, 'input', 'inputs')} filled in.`,
}
