// The keys, for the whole window and never while typing. They press the buttons of the page, and so do what these do.
const typing = (element) => element?.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])")
const click = (key) => {
  const button = document.querySelector(`[class*="st-key-${key}"] button:not(:disabled)`)
  button?.click()
  return !!button
}
const answers = () => [...document.querySelectorAll(".st-key-answers input[type=radio]")]
const along = (step) => {
  if (click(step > 0 ? "next_item" : "previous_item")) return true
  const links = [...document.querySelectorAll(".mission-table a")]
  const at = links.indexOf(document.activeElement)
  links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step]?.focus()
  return links.length > 0
}
const projector = (on) => {
  document.documentElement.toggleAttribute("data-projector", on)
  localStorage.setItem("projector", on ? "1" : "")
}
let aimed = 0
let aiming = false
// The first answer, also when the page draws it anew a moment later; whoever goes elsewhere meanwhile is left alone.
const aim = (times) => {
  clearTimeout(aimed)
  const first = answers().find((radio) => radio.checked) ?? answers()[0]
  aiming = true
  if (first && document.activeElement !== first) first.focus({ preventScroll: true })
  aiming = false
  if (times) aimed = setTimeout(aim, 100, times - 1)
}
const leave = () => aiming || clearTimeout(aimed)
const pressed = (event) => {
  leave()
  if (event.key === "Enter" && event.ctrlKey) {
    document.activeElement?.blur() // what was typed is sent first
    setTimeout(() => click("go_on"), 60)
    window.goneOn = true
    return event.preventDefault()
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || typing(document.activeElement)) return
  const digit = Number(event.key)
  if (event.altKey) {
    if (event.key === "ArrowLeft" && click("go_back")) event.preventDefault()
  } else if (digit >= 1 && answers()[digit - 1]) {
    answers()[digit - 1].click()
    answers()[digit - 1].focus()
  } else if (event.code === "KeyJ" || event.code === "KeyK") along(event.code === "KeyJ" ? 1 : -1) && event.preventDefault()
  else if (event.code === "KeyP") projector(!document.documentElement.hasAttribute("data-projector"))
  else if (event.key === "?") click("keys_help")
}
const passed = (event) => {
  if (event.target.closest(".st-key-go_on, .st-key-go_back")) window.goneOn = true
}
// Another question is on the page (steps.js): after going on, its first answer takes the focus.
const asked = ({ detail: question }) => {
  if (window.goneOn && question !== window.question) {
    window.goneOn = false
    aim(12)
  }
  window.question = question
}

// Streamlit's own names of its controls are English: those of the page's language, which may change, take their place.
let own = { names: {}, begin: {} }
const inOurWords = (name) => {
  if (own.names[name]) return own.names[name]
  const start = Object.keys(own.begin).find((part) => name.startsWith(part))
  return start && own.begin[start] + name.slice(start.length)
}
const rename = () => {
  for (const element of document.querySelectorAll("[aria-label], [placeholder]")) {
    for (const kind of ["aria-label", "placeholder"]) {
      const name = inOurWords(element.getAttribute(kind) ?? "")
      if (name) element.setAttribute(kind, name)
    }
    if (element.matches('span[role="img"][aria-label$=" icon"]')) element.setAttribute("aria-hidden", "true") // words stand beside it
  }
  const skip = document.querySelector('a[href="#stMain"]')
  if (skip && own.names[skip.textContent]) skip.textContent = own.names[skip.textContent]
}
let renaming = 0
const renameSoon = () => {
  renaming ||= requestAnimationFrame(() => {
    renaming = 0
    rename()
  })
}

export default function ({ data: [data] }) {
  own = { names: data.names, begin: data.begin }
  renameSoon()
  document.documentElement.lang = data.lang // Streamlit always says "en"
  if (!window.keysHeard) {
    window.keysHeard = true
    document.addEventListener("keydown", pressed, true) // before a radio keeps Ctrl+Enter to itself
    document.addEventListener("click", passed, true)
    document.addEventListener("question", asked)
    for (const type of ["focusin", "pointerdown"]) document.addEventListener(type, leave, true)
    if (localStorage.getItem("projector")) projector(true)
    new MutationObserver(renameSoon).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label", "placeholder"] })
  }
}
