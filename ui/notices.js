// Brings a message into view and moves the focus to it, once: whoever pressed the button reads, or hears, what came of it.
export default function ({ data, parentElement }) {
  if (parentElement.said === data.count) return
  parentElement.said = data.count
  const box = document.querySelector(`.st-key-${CSS.escape(data.key)} [role="alert"]`)
  if (!box) return
  box.tabIndex = -1
  box.focus({ preventScroll: true })
  box.scrollIntoView({ block: "nearest" })
}
