import { describe, expect, it } from 'vitest'
import { languageOf, namesJson, prefersPage } from '#adapters/http/endpoint/languages.ts'

describe('the language of an answer', () => {
  it.each([
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['KO-kr,ko;q=0.9,en-US;q=0.8', 'ko'],
    ['en;q=0.4, ko;q=0.5', 'ko'],
    ['fr, ko;q=0.1', 'ko'],
    ['ko;q=0.5, *;q=0.1', 'ko'],
    ['en', 'en'],
    ['ko, en', 'ko'],
    ['ko,*', 'ko'],
    ['en, ko', 'en'],
    ['*, ko', 'en'],
    ['ko;q=0, en;q=0', 'en'],
    ['fr, ko-KR;q=0.5, en;q=0.5', 'ko'],
    ['ko;q=0.5, *', 'en'],
    ['ko;q=0', 'en'],
    ['kok', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    [';;q=,', 'en'],
    [undefined, 'en'],
  ])('for “%s” is %s', (header, language) => {
    expect(languageOf(header)).toBe(language)
  })
})

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

describe('what is accepted', () => {
  it.each([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/json, text/plain, */*', true],
    ['text/html, application/json;q=0.1', true],
    ['*/*', false],
    ['application/*', false],
    ['application/json;q=0', false],
    [BROWSER, false],
    ['', false],
    [undefined, false],
  ])('names JSON in “%s”: %s', (header, names) => {
    expect(namesJson(header)).toBe(names)
  })

  it.each([
    [BROWSER, true],
    ['text/html', true],
    ['application/json', false],
    ['application/json, text/html;q=0.5', false],
    ['text/html;q=0', false],
    ['*/*', false],
    [undefined, false],
  ])('prefers a page in “%s”: %s', (header, prefers) => {
    expect(prefersPage(header)).toBe(prefers)
  })
})
