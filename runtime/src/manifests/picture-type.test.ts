import { describe, expect, it } from 'vitest'
import { pictureTypeOf } from './picture-type.ts'

const typeOf = (text: string) => pictureTypeOf(Buffer.from(text, 'latin1'))

describe('the type of a picture', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n…', 'image/png'],
    ['\xff\xd8\xff\xe0…', 'image/jpeg'],
    ['GIF89a…', 'image/gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\x01\0\x01\0\x10\x10', 'image/x-icon'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    [
      '\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- a <b> -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg>',
      'image/svg+xml',
    ],
  ])('is known by its bytes: %j', (text, type) => {
    expect(typeOf(text)).toBe(type)
  })

  it.each([
    '',
    '<!doctype html><html><svg></svg></html>',
    '<html xmlns:svg="x"><svg/></html>',
    '<svgs/>',
    '<!-- <svg> ',
    'BM\x10\0\0\0\0\0\0\0',
    '%PDF-1.7',
    '{"svg": true}',
    '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
    '<!DOCTYPE svg [<!ENTITY a "aaaa">\n<svg>&a;</svg>',
  ])('is none of anything else: %j', (text) => {
    expect(typeOf(text)).toBeUndefined()
  })

  it('is found out in time that grows with the size only', () => {
    expect(typeOf('<!-- -->'.repeat(30_000))).toBeUndefined()
    expect(typeOf('<!--'.repeat(60_000))).toBeUndefined()
  })
})
