// Keeps what is typed without a record in this browser's storage, a mission an item, and gives it back to a page that
// was loaded anew or whose server started again. What is typed is kept letter by letter, before the server knows of it.
const OURS = "blueprint/"
const page = { known: {}, fields: {}, forgotten: 0, early: new Set(), times: 0 }

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(OURS + key))
  } catch {
    return null
  }
}
const write = (key, change) => {
  const kept = read(key) ?? {}
  const before = JSON.stringify({ ...kept, at: 0 })
  change(kept)
  if (JSON.stringify({ ...kept, at: 0 }) === before) return // another window is told of changes only
  kept.at = Date.now()
  try {
    localStorage.setItem(OURS + key, JSON.stringify(kept))
  } catch {
    if (!page.failed) page.tell("failed", true)
    page.failed = true
  }
}
const everything = () => {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(OURS)).map((key) => key.slice(OURS.length))
    return Object.fromEntries(keys.map((key) => [key, read(key)]))
  } catch {
    return {}
  }
}
const set = (kept, question, part, value) => {
  kept.parts ??= {}
  kept.parts[question] ??= [null, "", ""]
  kept.parts[question][part] = value
}
const keep = (box) => {
  const found = Object.entries(page.fields).find(([name]) => box.closest?.(`.st-key-${CSS.escape(name)}`))
  if (!found) return false
  const field = found[1]
  const value = field.options ? field.options[Number(box.value)] : box.value
  if (value !== undefined)
    write(field.key, (kept) => (field.question ? set(kept, field.question, field.part, value) : (kept[field.part] = value)))
  return true
}
// A box may stand on the page, and be typed in, a moment before the page tells that it is one of these.
const typed = ({ target }) => {
  if (!keep(target)) page.early.add(target)
}
// Whether a box on the page does not show what was typed in it, and nobody types in it now.
const emptied = (parts, question) =>
  Object.entries(page.fields).some(([name, field]) => {
    const box = document.querySelector(`.st-key-${CSS.escape(name)} textarea`)
    return box && field.question === question && box !== document.activeElement && box.value !== (parts[field.part] || "")
  })
// A run that replaces the part of the page in which this stands drops what it was told; so it is told again, for a while.
const give = () => {
  clearTimeout(page.timer)
  if (!page.news || page.times === 4) return
  page.times += 1
  page.tell("recalled", page.news)
  page.timer = setTimeout(give, 2000)
}
const elsewhere = (event) => {
  if (!event.key?.startsWith(OURS)) return
  ;(page.changed ??= new Set()).add(event.key.slice(OURS.length))
  clearTimeout(page.telling)
  page.telling = setTimeout(() => {
    page.tell("recalled", JSON.stringify(Object.fromEntries([...page.changed].map((key) => [key, read(key)]))))
    page.changed.clear()
  }, 400)
}

export default function ({ data: [data], setTriggerValue }) {
  page.tell = setTriggerValue
  page.fields = data.fields
  if (!page.heard) {
    page.heard = true
    document.addEventListener("input", typed, true)
    window.addEventListener("storage", elsewhere)
  }
  for (const box of page.early) if (keep(box) || !box.isConnected) page.early.delete(box)
  if (data.forget > page.forgotten) {
    for (const key of Object.keys(everything())) localStorage.removeItem(OURS + key)
    page.known = {}
  }
  page.forgotten = data.forget
  if (!data.recalled && page.session !== data.session) {
    page.session = data.session
    setTriggerValue("recalled", JSON.stringify(everything()))
  }
  if (!data.key) return
  // Of what the server holds, only what changed since it was last heard of: another window may know better of the rest.
  const former = page.known[data.key]
  write(data.key, (kept) => {
    Object.assign(kept, data.mission)
    for (const [question, parts] of Object.entries(data.parts))
      parts.forEach((value, part) => {
        const news = former ? value !== (former[question] ?? [null, "", ""])[part] : !kept.parts?.[question]
        if (news) set(kept, question, part, value)
      })
  })
  page.known[data.key] = data.parts
  // Typed, but never left: the browser's Back takes a field away without a word to the server.
  const kept = read(data.key)?.parts ?? {}
  const ahead = Object.keys(kept).filter((q) => `${kept[q]}` !== `${data.parts[q] ?? [null, "", ""]}`)
  const lost = ahead.filter((q) => q !== data.at || emptied(kept[q], q))
  const news = lost.length ? JSON.stringify({ [data.key]: { ...read(data.key), lost } }) : ""
  if (news !== page.news) Object.assign(page, { news, times: 0 })
  give()
  if (read("new")?.name?.trim() === data.mission.name) localStorage.removeItem(`${OURS}new`)
}
