// Puts the chart on the page. The markup comes from flowchart/picture_html.py, which escapes every text.
let standing // in the chart that was shown last
const draw = (root) => {
  if (root.markup === root.wanted) return
  const focused = root.querySelector("button:focus")?.dataset.question
  root.innerHTML = root.markup = root.wanted
  root.getRootNode().host?.toggleAttribute("data-drawn", true) // the room kept for it until now is not needed
  if (focused) root.querySelector(`button[data-question="${CSS.escape(focused)}"]`)?.focus()
}

export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.lang // Streamlit always says "en"
  const root = parentElement.querySelector(".flow")
  const begun = root.wanted !== undefined
  root.wanted = data.html
  // The question first: to draw the chart anew holds up the next frame and the way to the top of the page.
  if (begun) requestAnimationFrame(() => setTimeout(draw, 0, root))
  else draw(root)
  if (standing !== data.standing) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 }) // the next question, not the last button
  }
  standing = data.standing
  root.onclick = (event) => {
    const button = event.target.closest("button[data-question]")
    if (button) setTriggerValue("clicked", button.dataset.question)
  }
}
