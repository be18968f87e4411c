import type { Expected, Fault } from '#domain/shared/fields.ts'
import type { Language } from '#application/shared/system.ts'

type FaultOf<Code extends Fault['code']> = Extract<Fault, { readonly code: Code }>
type Sentences = {
  readonly [Code in Fault['code']]: Readonly<Record<Language, (fault: FaultOf<Code>) => string>>
}

const list = (words: readonly string[]): string => words.join(', ')

/** `Expected` is English already. */
const EXPECTED_IN_KOREAN: Readonly<Record<Expected, string>> = {
  text: '글자',
  'one line of text': '한 줄의 글',
  'text without control characters': '제어 문자가 없는 글',
  'an e-mail address': '이메일 주소',
  'a number': '숫자',
  'a whole number': '정수',
  'a positive whole number': '1 이상의 정수',
  'true or false': 'true 또는 false',
  'an object': '객체',
  'a list': '목록',
  'a word, words joined with commas, or a list of words': '낱말 하나, 쉼표로 이은 낱말들 또는 낱말 목록',
  'ids of comments, joined with commas': '쉼표로 이은 댓글 번호',
  'text, a number or a list of them': '글자, 숫자 또는 그 목록',
  'left out beside a new password': '새 비밀번호와 함께 보내지 않음',
  'left out beside a recipe': '레시피(author, stems, master)와 함께 보내지 않음',
  'the revision of the mix in quotes, or *': '따옴표로 감싼 믹스의 리비전, 또는 *',
  'a cursor of this list': '이 목록의 커서',
  'a file, or an empty text that removes the picture': '파일, 또는 사진을 지우는 빈 글자',
  'what `next` or `previous` of a list holds': '목록의 `next`나 `previous`에 있는 값',
}

const SENTENCES: Sentences = {
  REQUIRED: {
    en: () => 'This is required.',
    ko: () => '꼭 입력해 주세요.',
  },
  MALFORMED: {
    en: ({ expected }) => `This should be ${expected}.`,
    ko: ({ expected }) => `형식이 올바르지 않습니다. 필요한 형식: ${EXPECTED_IN_KOREAN[expected]}.`,
  },
  TOO_SHORT: {
    en: ({ minimum }) => `This needs at least ${minimum} characters.`,
    ko: ({ minimum }) => `${minimum}자 이상이어야 합니다.`,
  },
  TOO_LONG: {
    en: ({ maximum }) => `This may have at most ${maximum} characters.`,
    ko: ({ maximum }) => `${maximum}자 이하여야 합니다.`,
  },
  OUT_OF_RANGE: {
    en: ({ minimum, maximum }) => `This should lie between ${minimum} and ${maximum}.`,
    ko: ({ minimum, maximum }) => `${minimum} 이상 ${maximum} 이하여야 합니다.`,
  },
  UNKNOWN_FIELD: {
    en: () => 'There is no such field.',
    ko: () => '없는 항목입니다.',
  },
  UNKNOWN_WORD: {
    en: ({ word, allowed }) => `“${word}” is not known here. Allowed: ${list(allowed)}.`,
    ko: ({ word, allowed }) => `“${word}”은(는) 쓸 수 없습니다. 쓸 수 있는 값: ${list(allowed)}.`,
  },
  PASSWORDS_DIFFER: {
    en: () => 'The two passwords are not the same.',
    ko: () => '두 비밀번호가 서로 다릅니다.',
  },
  PASSWORD_TOO_COMMON: {
    en: () => 'This password is too common. Please choose another one.',
    ko: () => '너무 흔한 비밀번호입니다. 다른 비밀번호를 골라 주세요.',
  },
  PASSWORD_NAMES_ITS_OWNER: {
    en: () => 'A password may be neither your e-mail address nor your nickname.',
    ko: () => '이메일 주소나 닉네임을 비밀번호로 쓸 수 없습니다.',
  },
  NICKNAME_RESERVED: {
    en: () => 'This nickname is reserved for Soundhub. Please choose another one.',
    ko: () => '사운드허브만 쓸 수 있는 닉네임입니다. 다른 닉네임을 골라 주세요.',
  },
}

/** A sentence for people about what is wrong with a field. */
export const faultSentence = (fault: Fault, language: Language): string => {
  const say = SENTENCES[fault.code][language] as (fault: Fault) => string
  return say(fault)
}
