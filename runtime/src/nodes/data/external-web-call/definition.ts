import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import {
  authentication,
  hasPages,
  MULTIPART_TYPE,
  paging,
  replyFormats,
  responseVariables,
} from '../../../web-call/index.ts'
import { headerName } from '../header-name.ts'
import { pair, part } from './rows.ts'

const exact = { additionalProperties: false } as const

const webCallMethods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/** A GET asks and carries nothing. */
const hasBody = { field: 'method', equals: ['POST', 'PATCH', 'PUT', 'DELETE'] } as const

/** A body that is a form may be written as rows. */
const isForm = { field: 'contentType', equals: 'application/x-www-form-urlencoded', and: hasBody } as const

const isMultipart = { field: 'contentType', equals: MULTIPART_TYPE, and: hasBody } as const
const isWritten = { field: 'contentType', not: MULTIPART_TYPE, and: hasBody } as const

const webCallContentTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  MULTIPART_TYPE,
  'application/xml',
  'text/xml',
  'text/plain',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/soap+xml',
] as const

export const externalWebCall = defineNode({
  id: 'external-web-call',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'External Web Call',
  description: 'Calls a web service and takes values from its reply.',
  icon: 'world-share',
  keywords: [
    'website',
    'web page',
    'weather',
    'look up',
    'fetch',
    'service',
    'http',
    'rest',
    'api',
    'request',
    'url',
    'get',
    'post',
    'json',
    'xml',
    'integration',
  ],
  variablePrefix: 'EXTCALL',
  inputs: Type.Object(
    {
      method: Type.Enum([...webCallMethods], {
        title: 'Method',
        default: 'GET',
        'x-ui': { widget: 'select', width: 'third' },
        'x-required': true,
      }),
      timeoutSeconds: Type.Integer({
        title: 'Timeout',
        description: 'Without a complete reply in this time the action goes on by On Failure.',
        minimum: 1,
        maximum: 200,
        default: 10,
        'x-ui': { widget: 'number', width: 'third', unit: 'sec', emptyMessage: 'Timeout is empty' },
        'x-required': true,
      }),
      auth: Type.Optional(authentication),
      url: Type.String({
        title: 'URL of Service',
        maxLength: 8_000,
        default: '',
        'x-ui': {
          widget: 'long-template',
          mono: true,
          placeholder: 'https://',
          emptyMessage: 'URL of Service is empty',
        },
        'x-template': { place: 'url' },
        'x-required': true,
      }),
      headers: Type.Optional(
        Type.Array(
          Type.Object(
            {
              key: headerName,
              value: Type.String({
                title: 'Value',
                maxLength: 8_000,
                'x-ui': { widget: 'template' },
                'x-template': { place: 'header' },
                'x-secret': { whenSibling: 'secret', orNamedBy: 'key' },
                'x-secret-host': 'url',
              }),
              secret: Type.Optional(
                Type.Boolean({
                  title: 'Secret',
                  description: 'Stored encrypted and never shown again.',
                  'x-ui': { widget: 'switch', width: 'third' },
                }),
              ),
            },
            exact,
          ),
          { title: 'Headers', maxItems: 100, 'x-ui': { widget: 'rows', addLabel: 'Add header' } },
        ),
      ),
      contentType: Type.Optional(
        Type.Enum([...webCallContentTypes], {
          title: 'Content Type',
          description: 'Format of the body; it decides how values are written into it.',
          'x-ui': { widget: 'select', placeholder: 'Select Content-Type', visibleWhen: hasBody },
        }),
      ),
      fields: Type.Optional(
        Type.Array(pair, {
          title: 'Form Fields',
          description: 'Escaped, and sent behind what Body has.',
          maxItems: 100,
          'x-ui': { widget: 'rows', addLabel: 'Add field', visibleWhen: isForm },
        }),
      ),
      parts: Type.Optional(
        Type.Array(part, {
          title: 'Parts',
          description: 'Texts and files that are sent together, up to 16 MiB. A file that is left empty is not sent.',
          maxItems: 100,
          'x-ui': { widget: 'rows', addLabel: 'Add part', visibleWhen: isMultipart },
        }),
      ),
      body: Type.Optional(
        Type.String({
          title: 'Body',
          maxLength: 1_000_000,
          'x-ui': { widget: 'code-template', mono: true, visibleWhen: isWritten },
          'x-template': { place: 'body', contentTypeField: 'contentType', headersField: 'headers' },
        }),
      ),
      responseVariables,
      query: Type.Optional(
        Type.Array(pair, {
          title: 'Query Parameters',
          description: 'Escaped, and sent behind those that the URL has. A parameter with an empty value is left out.',
          maxItems: 100,
          'x-ui': { widget: 'rows', section: 'more', addLabel: 'Add parameter' },
        }),
      ),
      successStatuses: Type.Optional(
        Type.String({
          title: 'Success Statuses',
          description: 'Statuses that take On Success, such as 200-299, 404. Empty: 200-299.',
          maxLength: 200,
          'x-ui': { widget: 'text', section: 'more', width: 'half', placeholder: '200-299' },
        }),
      ),
      maxRedirects: Type.Optional(
        Type.Integer({
          title: 'Redirects',
          description: 'How many are followed at most. With 0 a redirect is a reply like any other.',
          minimum: 0,
          maximum: 20,
          default: 5,
          'x-ui': { widget: 'number', section: 'more', width: 'half' },
        }),
      ),
      readReplyAs: Type.Optional(
        Type.Enum([...replyFormats], {
          title: 'Read Reply As',
          description: 'A file is kept as long as messages are, and its address is a variable.',
          default: 'automatic',
          'x-ui': {
            widget: 'select',
            section: 'more',
            width: 'half',
            optionLabels: {
              automatic: 'What its type says',
              json: 'JSON',
              xml: 'XML',
              text: 'Text',
              file: 'File',
            },
          },
        }),
      ),
      idempotencyKey: Type.Optional(
        Type.Boolean({
          title: 'Send Idempotency-Key',
          description: 'The service does a request with the same key only once, so that it may be sent again.',
          'x-ui': { widget: 'switch', section: 'more', visibleWhen: { field: 'method', equals: ['POST', 'PATCH'] } },
        }),
      ),
      paging: Type.Optional(paging),
    },
    exact,
  ),
  outputs: [
    { name: 'statusCode', title: 'HTTP status', type: 'number', sample: '200' },
    { name: 'responseBody', title: 'The whole reply', type: 'any' },
    { name: 'headers', title: 'Headers of the reply', type: 'object' },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'TIMEOUT' },
    {
      name: 'file',
      title: 'Address of the reply, kept as a file',
      type: 'text',
      exits: ['success'],
      when: { field: 'readReplyAs', equals: ['automatic', 'file'] },
    },
    { name: 'items', title: 'Items of all pages', type: 'list', when: hasPages },
    { name: 'pages', title: 'How many pages were read', type: 'number', when: hasPages, sample: '3' },
    { name: 'stoppedBy', title: 'Why no further page was read', type: 'text', when: hasPages, sample: 'end' },
  ],
  sets: [{ perRow: 'responseVariables', nameField: 'name', exits: ['success'] }],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the service does not answer, the run ends here.' },
  ],
  repeat: {
    field: 'method',
    values: { GET: 'safe', PUT: 'safe', DELETE: 'safe' },
    otherwise: 'never',
    keyedWhen: { field: 'idempotencyKey', equals: true },
  },
  changesNothing: { field: 'method', equals: 'GET' },
  summary: [
    { field: 'method', style: 'mono' },
    { field: 'url', style: 'url' },
  ],
  test: { title: 'Test HTTP Request' },
  defaults: { method: 'GET', timeoutSeconds: 10, url: '', headers: [], auth: { type: 'none' }, responseVariables: [] },
})
