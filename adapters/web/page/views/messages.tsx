import { useState } from 'preact/hooks'
import type { Author, Message } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { useAction } from '../parts/action.tsx'
import { Face } from '../parts/cards.tsx'
import { NewMessage } from '../parts/new-message.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { When } from '../parts/when.tsx'
import { cursorIn } from '../share/addresses.ts'

type Box = Views['messages']['box']

type LetterProps = {
  readonly message: Message
  readonly box: Box
  /** The other side; `null` where that account is gone. */
  readonly other: Author | null
  readonly removed: () => void
}

/** Reading is what marks a message as read; looking at the list is not. */
const Letter = ({ message, box, other, removed }: LetterProps) => {
  const { people } = usePage().words
  const [readDate, setReadDate] = useState(message.read_date)
  const { refused, isBusy, act } = useAction()
  const { messages } = api
  const nickname = other?.nickname ?? people.gone
  const isUnread = box === 'inbox' && readDate === null

  const opened = (isOpen: boolean): void => {
    if (!isOpen || !isUnread) return
    void act(
      () => asked(messages.getMessageInboxById(message.id)),
      ({ read_date: date }) => setReadDate(date),
    )
  }

  const remove = () =>
    act(
      () =>
        asked(
          box === 'inbox' ? messages.deleteMessageInboxById(message.id) : messages.deleteMessageSentById(message.id),
        ),
      removed,
    )

  return (
    <li class={isUnread ? 'letter unread' : 'letter'}>
      <details onToggle={({ currentTarget }) => opened(currentTarget.open)}>
        <summary>
          {other !== null && <Face who={other} />}
          <span class="who">
            <strong>{box === 'inbox' ? people.from(nickname) : people.to(nickname)}</strong>
            {isUnread && <span class="badge">{people.unread}</span>}
            <span class="faint">
              <When at={message.created_date} />
            </span>
            <span class="first">{message.content.split('\n', 1)[0]}</span>
          </span>
        </summary>
        <p class="lines">{message.content}</p>
        {box === 'sent' && <p class="faint">{readDate === null ? people.notRead : people.wasRead}</p>}
        <p class="actions">
          {other !== null && (
            <>
              {box === 'inbox' && (
                <a class="button" href={`/messages?to=${other.id}`} aria-label={people.replyTo(nickname)}>
                  {people.reply}
                </a>
              )}
              <a class="button quiet" href={`/user/${other.id}`}>
                {nickname}
              </a>
            </>
          )}
          <button
            type="button"
            class="danger"
            disabled={isBusy}
            aria-label={box === 'inbox' ? people.removeFrom(nickname) : people.removeTo(nickname)}
            onClick={() => void remove()}
          >
            {people.remove}
          </button>
        </p>
        {refused !== null && <Refusal refused={refused} />}
      </details>
    </li>
  )
}

const Tab = ({ of, box, label }: { readonly of: Box; readonly box: Box; readonly label: string }) => (
  <a href={of === 'inbox' ? '/messages' : '/messages?box=sent'} aria-current={of === box ? 'page' : undefined}>
    {label}
  </a>
)

/** Messages: those that came and those that were sent, each at an address of its own. */
export const MessagesView = ({ box, list, people: authors, to }: Views['messages']) => {
  const { words, viewer } = usePage()
  const { shell, people } = words
  const [shown, setShown] = useState(list.results)
  const [said, setSaid] = useState('')
  const cursor = cursorIn(list.next)
  const otherOf = ({ from_user: from, to_user: recipient }: Message): Author | null =>
    authors.find(({ id }) => id === (box === 'inbox' ? from : recipient)) ?? null
  return (
    <>
      <h1>{shell.messages}</h1>
      {to !== null && (to.id === viewer?.id ? <p class="notice">{people.toOneself}</p> : <NewMessage to={to} />)}
      <nav class="tabs" aria-label={people.mailboxes}>
        <Tab of="inbox" box={box} label={people.inbox} />
        <Tab of="sent" box={box} label={people.sent} />
      </nav>
      <p role="status" class="said">
        {said}
      </p>
      {shown.length === 0 ? (
        <p class="faint">{box === 'inbox' ? people.noneIn : people.noneSent}</p>
      ) : (
        <ul class="letters">
          {shown.map((message) => (
            <Letter
              key={message.id}
              message={message}
              box={box}
              other={otherOf(message)}
              removed={() => {
                setShown((all) => all.filter(({ id }) => id !== message.id))
                setSaid(people.removed)
              }}
            />
          ))}
        </ul>
      )}
      {cursor !== null && (
        <p>
          <a class="button quiet" href={`/messages?box=${box}&cursor=${encodeURIComponent(cursor)}`}>
            {people.older}
          </a>
        </p>
      )}
    </>
  )
}
