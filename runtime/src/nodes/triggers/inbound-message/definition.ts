import { ANY_CHANNEL, defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { restartWords } from '../message-trigger.ts'

export const inboundMessage = defineNode({
  id: 'inbound-message',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Inbound Message',
  description: 'Starts the flow when somebody writes to one of its addresses, on any channel.',
  icon: 'messages',
  keywords: ['message', 'incoming', 'messenger', 'chat', 'sms', 'text', 'receive', 'customer'],
  variablePrefix: 'IMSG',
  listens: { address: ANY_CHANNEL },
  start: { title: 'A message arrives', text: 'Someone writes to one of your addresses, by text or messenger.' },
  hold: 'messages',
  maxPerFlow: 1,
  inputs: Type.Object(
    {
      addresses: Type.Optional(
        Type.Null({
          title: 'Addresses',
          description: 'Messages to these addresses start the flow. They can be chosen before the first deploy.',
          'x-ui': { widget: 'address-picker' },
        }),
      ),
      ...restartWords,
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'text', title: 'Text of the message', type: 'text', sample: 'Weather please' },
    { name: 'from', title: 'The contact', type: 'text', sample: '+13055550119' },
    { name: 'to', title: 'Our address', type: 'text', sample: '+17865550100' },
    { name: 'channel', title: 'Channel', type: 'text', sample: 'sms' },
    {
      name: 'contactName',
      title: "Name in the contact's profile, if the channel tells it",
      type: 'text',
      sample: 'Dana',
    },
    {
      name: 'choice',
      title: 'The button that was pressed',
      type: 'object',
      fields: [
        { name: 'id', title: 'Value of the pressed button', type: 'text', sample: 'yes' },
        { name: 'title', title: 'Title of the pressed button', type: 'text', sample: 'Yes' },
      ],
    },
    { name: 'media', title: 'Addresses of pictures and files', type: 'list' },
    {
      name: 'location',
      title: 'A place that was sent',
      type: 'object',
      fields: [
        { name: 'latitude', title: 'Latitude of the place', type: 'number', sample: '25.7617' },
        { name: 'longitude', title: 'Longitude of the place', type: 'number', sample: '-80.1918' },
        { name: 'name', title: 'Name of the place', type: 'text', sample: 'Miami' },
      ],
    },
    {
      name: 'contactCard',
      title: 'A contact card that was sent',
      type: 'object',
      fields: [
        { name: 'name', title: 'Name on the contact card', type: 'text', sample: 'Ana' },
        { name: 'points', title: 'Numbers and addresses on the contact card', type: 'list' },
      ],
    },
    { name: 'sticker', title: 'ID of a sticker that was sent', type: 'text' },
    {
      name: 'referral',
      title: 'The link or advertisement by which the contact came',
      type: 'object',
      fields: [
        { name: 'source', title: 'Kind of the link or advertisement', type: 'text', sample: 'link' },
        {
          name: 'ref',
          title: 'What the link was made with, or the ID of the advertisement',
          type: 'text',
          sample: 'spring',
        },
      ],
    },
    { name: 'messageId', title: 'ID of the message', type: 'text' },
  ],
  sets: [
    { name: 'ANI', title: 'The contact', sample: '+13055550119' },
    { name: 'DNIS', title: 'Our address', sample: '+17865550100' },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ addresses: true }],
  defaults: {},
})
