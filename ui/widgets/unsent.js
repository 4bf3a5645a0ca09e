// Keeps what is typed in a box, letter by letter, in this tab's storage until the server has it. A box that is taken away
// before it was left, by the browser's Back or a link, tells the server nothing; nor does one of a page that is reloaded.
const page = { fields: {}, owner: "" }
const place = () => `unsent/${page.owner}`
const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(place())) ?? {}
  } catch {
    return {}
  }
}
const write = (kept) => {
  try {
    if (Object.keys(kept).length) sessionStorage.setItem(place(), JSON.stringify(kept))
    else sessionStorage.removeItem(place())
  } catch {} // no storage, or no room: then a box must be left before its page, as everywhere
}
const typed = (event) => {
  for (const [key, { css, of }] of Object.entries(page.fields))
    if (event.target.closest?.(`.st-key-${CSS.escape(css)}`)) write({ ...read(), [key]: { text: event.target.value, of } })
}

export default function ({ data, setTriggerValue }) {
  const former = page.owner === data.owner ? page.fields : {}
  page.owner = data.owner
  page.fields = data.fields
  if (!page.heard) {
    page.heard = true
    document.addEventListener("input", typed, true)
  }
  const kept = read()
  for (const [key, texts] of Object.entries(data.known)) if (texts.includes(kept[key]?.text)) delete kept[key]
  write(kept)
  // What is typed in a box that is on the page now, and was before, is still being typed.
  const lost = Object.entries(kept).filter(([key, item]) => (key in page.fields ? !(key in former) : item.of))
  const news = lost.length ? JSON.stringify(lost.map(([key, item]) => ({ key, ...item }))) : ""
  if (news && news !== page.news) setTriggerValue("lost", news)
  page.news = news
}
