import type { Fault } from '#domain/shared/fields.ts'

/** In the API's own words; a test holds the two together. */
const fault = (wrong: Fault): string => {
  switch (wrong.code) {
    case 'REQUIRED':
      return 'This is required.'
    case 'MALFORMED':
      return `This should be ${wrong.expected}.`
    case 'TOO_SHORT':
      return `This needs at least ${wrong.minimum} characters.`
    case 'TOO_LONG':
      return `This may have at most ${wrong.maximum} characters.`
    case 'PASSWORDS_DIFFER':
      return 'The two passwords are not the same.'
    case 'PASSWORD_NAMES_ITS_OWNER':
      return 'A password may be neither your e-mail address nor your nickname.'
    case 'NICKNAME_RESERVED':
      return 'This nickname is reserved for Soundhub. Please choose another one.'
    case 'PASSWORD_TOO_COMMON':
      return 'This password is too common. Please choose another one.'
    case 'OUT_OF_RANGE':
      return `This should lie between ${wrong.minimum} and ${wrong.maximum}.`
    case 'UNKNOWN_FIELD':
      return 'There is no such field.'
    case 'UNKNOWN_WORD':
      return `“${wrong.word}” is not known here. Allowed: ${wrong.allowed.join(', ')}.`
  }
}

/** Signing up, logging in and the settings of an account. */
export const account = {
  fault,
  checkFields: 'Please look at the marked fields.',
  sending: 'Just a moment …',
  saved: 'Saved.',
  show: (label: string) => `Show: ${label}`,
  showShort: 'Show',

  email: 'E-mail address',
  password: 'Password',
  passwordAgain: 'Password, once more',
  newPassword: 'New password',
  newPasswordAgain: 'New password, once more',
  currentPassword: 'Current password',
  passwordHint: 'At least 8 characters.',
  nickname: 'Nickname',
  nicknameHint: 'The name that others see, at most 30 characters.',
  instruments: 'Instruments',
  genres: 'Genres',
  atLeastOne: 'What you play; at least one.',
  anyOrNone: 'As many as you like, or none.',

  noAccountYet: 'No account yet?',
  hasAccount: 'Already signed up?',
  forgotten: 'Forgotten your password?',
  lookAtMail: 'Look at your mail',
  mailAgain: 'The link is in your mail once more. Open it, then log in here.',
  signUpLead: 'Post tracks, answer others with yours, and mix.',
  mailSent: (address: string) => `We have sent a link to ${address}. Open it and your account is active.`,
  mailMissing: 'Nothing came? Look at the spam folder, or log in with your new password: then the mail goes out again.',
  toLogin: 'Go to the login',
  forgottenTitle: 'Choose a new password',
  forgottenLead: 'Type your address and we send you a link with which to choose a new password.',
  sendLink: 'Send the link',
  resetSent: (address: string) => `If ${address} has an account, a link is on its way there.`,

  or: 'or',
  googleUnavailable: 'Google’s button cannot be loaded. Log in with your address and password.',
  googleNew: 'You are new here. How shall we call you, and what do you play?',
  googleGo: 'Open my account',
  googleVerify: (code: string) =>
    `Google has not confirmed your address, so we have sent you a link. On its page, type this code: ${code}`,

  profileTitle: 'Profile',
  picturesTitle: 'Pictures',
  picture: 'Profile picture',
  background: 'Background',
  choosePicture: (name: string) => `Choose a file: ${name}`,
  removePicture: (name: string) => `Remove: ${name}`,
  pictureHint: 'JPEG, PNG, WebP, GIF or AVIF. It is cropped to fit.',
  pictureSaved: (name: string) => `${name}: saved.`,
  pictureRemoved: (name: string) => `${name}: removed.`,
  preview: (name: string) => `${name}, as it is now`,
  noPicture: 'None yet',

  passwordTitle: 'Change password',
  passwordLead: 'We send you a link; the new password counts once you have opened it.',
  changeSent: 'A link is on its way to you. Until you open it, the old password stays.',
  changePassword: 'Change password',

  sessionsTitle: 'Where you are logged in',
  thisDevice: 'This device',
  unknownDevice: 'Unknown device',
  lastUsed: 'Last used',
  endSession: (device: string) => `Log out: ${device}`,
  endShort: 'Log out',
  sessionEnded: 'Logged out there.',

  languageTitle: 'Language',
  languageLead: 'The page is in English.',

  deletionTitle: 'Delete account',
  deletionLead:
    'Your account goes for good, with your songs and your tracks. Messages stay with those who got them. Mixes of others that had a track of yours are rendered again without it.',
  deletionConfirm: (nickname: string) => `Type your nickname to confirm: ${nickname}`,
  deletionMismatch: (nickname: string) => `This should be ${nickname}.`,
  deletionGo: 'Delete my account',
}
