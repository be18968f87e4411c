/** What the server takes; a browser that does not know a type goes by the name. */
export const AUDIO = 'audio/*,.flac,.wav,.mp3,.ogg,.opus,.m4a,.aac,.aif,.aiff,.webm'

/** The first sound among files that were dropped or pasted; a file of unknown type may be one. */
export const soundIn = (files: Iterable<File>): File | null => {
  for (const file of files) if (/^(?:audio|video)\//.test(file.type) || (file.type === '' && file.size > 0)) return file
  return null
}

const MEGABYTE = 1_000_000

/** Its size in megabytes, with a digit behind the point. */
export const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1)
