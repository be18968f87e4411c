/** Where `npm run dev` says which build of the page there is, in events named `built`. */
export const RELOADS = '/dev/reloads'
