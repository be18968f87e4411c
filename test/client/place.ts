/** Where the generated client lies, from the top of the project. Git ignores it. */
export const CLIENT = 'adapters/client/soundhub.ts'
