import type { Expected, Fault } from '#domain/shared/fields.ts'
import type { account as english } from '../en/account.ts'

/** What the fields of the page should be. */
const EXPECTED: { readonly [Name in Expected]?: string } = {
  text: '글자',
  'one line of text': '한 줄의 글',
  'text without control characters': '제어 문자가 없는 글',
  'an e-mail address': '이메일 주소',
}

/** In the API's own words; a test holds the two together. */
const fault = (wrong: Fault): string => {
  switch (wrong.code) {
    case 'REQUIRED':
      return '꼭 입력해 주세요.'
    case 'MALFORMED':
      return `형식이 올바르지 않습니다. 필요한 형식: ${EXPECTED[wrong.expected] ?? wrong.expected}.`
    case 'TOO_SHORT':
      return `${wrong.minimum}자 이상이어야 합니다.`
    case 'TOO_LONG':
      return `${wrong.maximum}자 이하여야 합니다.`
    case 'PASSWORDS_DIFFER':
      return '두 비밀번호가 서로 다릅니다.'
    case 'PASSWORD_NAMES_ITS_OWNER':
      return '이메일 주소나 닉네임을 비밀번호로 쓸 수 없습니다.'
    case 'NICKNAME_RESERVED':
      return '사운드허브만 쓸 수 있는 닉네임입니다. 다른 닉네임을 골라 주세요.'
    case 'PASSWORD_TOO_COMMON':
      return '너무 흔한 비밀번호입니다. 다른 비밀번호를 골라 주세요.'
    case 'OUT_OF_RANGE':
      return `${wrong.minimum} 이상 ${wrong.maximum} 이하여야 합니다.`
    case 'UNKNOWN_FIELD':
      return '없는 항목입니다.'
    case 'UNKNOWN_WORD':
      return `“${wrong.word}”은(는) 쓸 수 없습니다. 쓸 수 있는 값: ${wrong.allowed.join(', ')}.`
  }
}

/** Signing up, logging in and the settings of an account. */
export const account: typeof english = {
  fault,
  checkFields: '표시된 항목을 확인해 주세요.',
  sending: '잠시만 기다려 주세요 …',
  saved: '저장했습니다.',
  show: (label) => `${label} 보기`,
  showShort: '보기',

  email: '이메일 주소',
  password: '비밀번호',
  passwordAgain: '비밀번호 한 번 더',
  newPassword: '새 비밀번호',
  newPasswordAgain: '새 비밀번호 한 번 더',
  currentPassword: '지금 비밀번호',
  passwordHint: '8자 이상으로 정해 주세요.',
  nickname: '닉네임',
  nicknameHint: '다른 사람에게 보이는 이름입니다. 30자까지 쓸 수 있습니다.',
  instruments: '악기',
  genres: '장르',
  atLeastOne: '연주하는 악기를 하나 이상 골라 주세요.',
  anyOrNone: '좋아하는 만큼 고르세요. 고르지 않아도 됩니다.',

  noAccountYet: '아직 계정이 없으신가요?',
  hasAccount: '이미 가입하셨나요?',
  forgotten: '비밀번호를 잊으셨나요?',
  lookAtMail: '메일을 확인해 주세요',
  mailAgain: '메일로 링크를 다시 보내 드렸습니다. 링크를 연 뒤 여기에서 로그인해 주세요.',
  signUpLead: '트랙을 올리고, 다른 사람의 트랙에 답하고, 함께 믹스해요.',
  mailSent: (address) => `${address} 주소로 링크를 보냈습니다. 링크를 열면 계정이 활성화됩니다.`,
  mailMissing: '메일이 오지 않았나요? 스팸함을 확인하거나 새 비밀번호로 로그인해 보세요. 메일을 다시 보내 드립니다.',
  toLogin: '로그인으로 가기',
  forgottenTitle: '새 비밀번호 정하기',
  forgottenLead: '이메일 주소를 입력하시면 새 비밀번호를 정할 수 있는 링크를 보내 드립니다.',
  sendLink: '링크 보내기',
  resetSent: (address) => `${address} 주소로 가입한 계정이 있으면 링크를 보내 드립니다.`,

  or: '또는',
  googleUnavailable: 'Google 버튼을 불러올 수 없습니다. 이메일 주소와 비밀번호로 로그인해 주세요.',
  googleNew: '처음 오셨네요. 어떻게 불러 드릴까요? 어떤 악기를 연주하시나요?',
  googleGo: '계정 만들기',
  googleVerify: (code) =>
    `Google에서 이메일 주소를 확인해 주지 않아 링크를 보내 드렸습니다. 링크의 페이지에서 이 코드를 입력해 주세요: ${code}`,

  profileTitle: '프로필',
  picturesTitle: '사진',
  picture: '프로필 사진',
  background: '배경 사진',
  choosePicture: (name) => `${name} 파일 고르기`,
  removePicture: (name) => `${name} 지우기`,
  pictureHint: 'JPEG, PNG, WebP, GIF, AVIF 이미지를 올릴 수 있습니다. 크기에 맞게 잘립니다.',
  pictureSaved: (name) => `${name}을 저장했습니다.`,
  pictureRemoved: (name) => `${name}을 지웠습니다.`,
  preview: (name) => `지금의 ${name}`,
  noPicture: '아직 없음',

  passwordTitle: '비밀번호 바꾸기',
  passwordLead: '메일로 링크를 보내 드립니다. 링크를 열어야 새 비밀번호로 바뀝니다.',
  changeSent: '링크를 보냈습니다. 링크를 열 때까지는 지금 비밀번호를 그대로 씁니다.',
  changePassword: '비밀번호 바꾸기',

  sessionsTitle: '로그인된 기기',
  thisDevice: '지금 쓰는 기기',
  unknownDevice: '알 수 없는 기기',
  lastUsed: '마지막 사용',
  endSession: (device) => `${device}에서 로그아웃`,
  endShort: '로그아웃',
  sessionEnded: '그 기기에서 로그아웃했습니다.',

  languageTitle: '언어',
  languageLead: '지금 한국어로 보고 있습니다.',

  deletionTitle: '계정 삭제',
  deletionLead:
    '계정과 함께 올린 곡과 트랙이 모두 지워지고 되돌릴 수 없습니다. 보낸 쪽지는 받은 사람에게 남습니다. 회원님의 트랙이 들어간 다른 사람의 믹스는 그 트랙 없이 다시 만들어집니다.',
  deletionConfirm: (nickname) => `확인을 위해 닉네임을 입력해 주세요: ${nickname}`,
  deletionMismatch: (nickname) => `${nickname}이라고 입력해 주세요.`,
  deletionGo: '계정 삭제하기',
}
