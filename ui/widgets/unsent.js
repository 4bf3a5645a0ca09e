// Keeps what is typed in a box, letter by letter, in this tab's storage until the server has it. A box that is taken away
// before it was left, by the browser's Back or a link, tells the server nothing; nor does one of a page that is reloaded.
const page = { fields: {}, owner: "", given: {}, early: new Set() }
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
const keep = (box) => {
  const field = Object.entries(page.fields).find(([, { css }]) => box.closest?.(`.st-key-${CSS.escape(css)}`))
  if (field) write({ ...read(), [field[0]]: { text: box.value, of: field[1].of } })
  return Boolean(field)
}
// A box may stand on the page, and be typed in, a moment before the page tells that it is one of these.
const typed = ({ target }) => {
  if (!keep(target)) page.early.add(target)
}
// Whether a box on the page shows that text: then it is still being typed.
const shows = (css, text) => document.querySelector(`.st-key-${CSS.escape(css)} :is(textarea, input)`)?.value === text
// A run that replaces the part of the page in which this stands drops what it was told; so it is told again, for a while.
const give = (times) => {
  page.send()
  clearTimeout(page.timer)
  if (times > 1) page.timer = setTimeout(give, 2000, times - 1)
}

export default function ({ data, setTriggerValue }) {
  page.owner = data.owner
  page.fields = data.fields
  if (!page.heard) {
    page.heard = true
    document.addEventListener("input", typed, true)
  }
  for (const box of page.early) if (keep(box) || !box.isConnected) page.early.delete(box)
  const kept = read()
  for (const [key, text] of Object.entries(data.sent)) if (kept[key]?.text === text) delete kept[key]
  const lost = []
  for (const [key, item] of Object.entries(kept)) {
    const given = page.given[key]?.text === item.text ? page.given[key] : null
    const box = page.fields[key]
    const there = box && data.boxes[key] === item.text
    // A box that was given its text back is emptied by a press, or a look of the page's own clock, that was on its way
    // before: it gets it again.
    const again = !given || (data.takes > given.takes && given.times < 3)
    if (there && given && !given.there) given.there = true
    else if (there && item.of) delete kept[key] // a draft on the record; what cannot be one stays until it is sent
    else if (!there && (box ? again && !shows(box.css, item.text) : item.of)) lost.push({ key, ...item })
  }
  write(kept)
  const news = lost.map(({ key, ...item }) => JSON.stringify([key, item, key in page.fields ? data.takes : 0])).join()
  page.send = () => {
    const still = lost.filter(({ key, text }) => read()[key]?.text === text) // not what was typed over since
    if (still.length) setTriggerValue("lost", JSON.stringify(still))
  }
  if (news && news !== page.news) {
    for (const { key, text } of lost)
      page.given[key] = { text, takes: data.takes, times: 1 + (page.given[key]?.text === text ? page.given[key].times : 0) }
    give(4)
  } else if (!news) clearTimeout(page.timer)
  page.news = news
  return () => { // the page is left: its boxes start anew
    page.given = {}
    page.news = ""
  }
}
