import type { EndpointName, ParamArguments } from './endpoint-call.ts'

/** The address of an endpoint, for what asks by itself: links and event streams. */
export function addressOf<Name extends EndpointName>(name: Name, ...[params]: ParamArguments<Name>): string {
  return splitName(name, params).address
}

/** `GET /api/flows/:id` with its parameters put in. */
export function splitName(
  name: EndpointName,
  params: Readonly<Record<string, string>> = {},
): { readonly method: string; readonly address: string } {
  const [method = '', path = ''] = name.split(' ')
  return { method, address: path.replaceAll(/:(\w+)/g, (_, param) => encodeURIComponent(params[param] ?? '')) }
}
