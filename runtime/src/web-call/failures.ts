import type { RunErrorBody } from '@patchbay/shared/api'
import type { Content } from '../platform/content/read-content.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'

type WebReplyHead = Pick<WebResponse, 'statusCode' | 'statusText' | 'headers'>

export function timeoutFailure(seconds: number, label: string): RunErrorBody {
  return {
    code: 'TIMEOUT',
    message: `No reply in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
    help: `Raise Timeout in ${label}, or keep the On Failure path for such moments.`,
  }
}

export function statusFailure({ statusCode, statusText, headers }: WebReplyHead): RunErrorBody {
  const status = `${statusCode} ${statusText}`.trim()
  return {
    code: 'HTTP_STATUS',
    message: `The service answered ${status}`,
    help: statusHelp(
      statusCode,
      headers.some(([name]) => name === 'location'),
    ),
  }
}

function statusHelp(status: number, saysWhere: boolean): string {
  if (status === 401 || status === 403) return 'Check Authentication and the headers that carry a key or token.'
  if (status === 404 || status === 410) return 'Check URL of Service and the values in it.'
  if (status === 405) return 'Check Method.'
  if (status === 415) return 'Check Content Type.'
  if (status === 429) return 'The service wants fewer calls; wait a little and try again.'
  if (status >= 500) return 'The service has a fault. Try again later, or keep the On Failure path for such moments.'
  if (status >= 300 && status < 400) {
    return saysWhere
      ? 'The service sends the call elsewhere. Let it follow with Redirects, or add the status to Success Statuses.'
      : 'The service sends the call elsewhere without saying where.'
  }
  if (status < 300) return 'Add the status to Success Statuses if it is good.'
  return 'Look at the reply: most services say there what is wrong with the request.'
}

export function unreadableFailure(content: Pick<Content, 'problem'>): RunErrorBody {
  const what = `The reply is not JSON or XML. ${content.problem ?? ''}`.trim()
  return {
    code: 'RESPONSE_NOT_READABLE',
    message: what.replace(/\.$/, ''),
    help: 'Response Variables are read from JSON or XML. Look at the reply, or remove them.',
  }
}
