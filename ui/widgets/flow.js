// Puts the chart on the page. The markup comes from flowchart/picture_html.py, which escapes every text.
export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.lang // Streamlit always says "en"
  const root = parentElement.querySelector(".flow")
  if (root.markup !== data.html) {
    const focused = root.querySelector("button:focus")?.dataset.question
    root.innerHTML = data.html
    root.markup = data.html
    root.getRootNode().host?.toggleAttribute("data-drawn", true) // the room kept for it until now is not needed
    if (focused) root.querySelector(`button[data-question="${CSS.escape(focused)}"]`)?.focus()
  }
  if (root.standing !== undefined && root.standing !== data.standing) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 }) // the next question, not the last button
  }
  root.standing = data.standing
  root.onclick = (event) => {
    const button = event.target.closest("button[data-question]")
    if (button) setTriggerValue("clicked", button.dataset.question)
  }
}
