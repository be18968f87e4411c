/** Where the generated client lies, from the top of the house. Git ignores it. */
export const CLIENT = 'adapters/client/soundhub.ts'
