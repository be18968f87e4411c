/** How the story ends wherever it is told: the same master, byte by byte. */
export const ENDING = {
  opensAgain: 'ActivationKeyUnknown',
  wrongPassword: 'WrongCredentials',
  isLoggedIn: true,
  mixedByAnother: 'NotThePostAuthor',
  mix: 'rendered',
  masterBytes: 38_444,
  masterSha256: 'a7a490de5751ffe3b5920e63118cbede331ec8da8dd659bce4aaa9764647e258',
  likes: 1,
  found: ['Three chords'],
  inbox: ['Once more?'],
  masterWithoutComment: true,
  filesLeft: 0,
}
