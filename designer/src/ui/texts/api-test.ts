import { count } from '../formats.ts'

/** The test of a flow that another system calls. */
export const apiTestTexts = {
  title: 'Test',
  calls: 'Calls what is live:',
  nothingLive: 'Nothing is live yet',
  notLive: 'Nothing to call yet',
  deployFirst: 'Deploy the flow, then call it here as another system would.',
  noTrigger: 'The live version is not called by another system. Deploy this draft to call it here.',
  close: 'Close test',
  realTexts: 'This is the live flow: what it sends goes out as always.',
  variable: (title: string, name: string) => `${title} (${name})`,
  yes: 'Yes',
  no: 'No',
  json: { list: 'A list, such as ["a", "b"].', object: 'An object, such as {"a": 1}.' },
  otherwise: (value: string) => `When it is not sent: ${value}`,
  send: 'Send',
  last: 'Last test',
  refused: 'Refused',
  notSent: 'Not sent',
  wrong: (values: number) => `${count(values, 'value is', 'values are')} missing or wrong. Nothing was started.`,
  answer: 'Answer',
  accepted: '202, without waiting for the run',
  result: 'Result',
  failure: 'Error',
  took: 'Took',
  onBoard: 'Show this run on the board',
} as const
