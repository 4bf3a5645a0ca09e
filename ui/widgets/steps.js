// The main questions in a row. What stands behind goes back to its question; the question that is here gets the keys.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".steps")
  const focused = root.querySelector("button:focus")?.dataset.step
  root.replaceChildren(
    ...data.steps.map((step) => {
      const button = document.createElement("button")
      button.type = "button"
      button.textContent = step.number
      button.title = step.name
      button.className = step.state
      button.disabled = step.state === "open"
      button.dataset.step = step.question
      if (step.state === "here") button.setAttribute("aria-current", "step")
      button.onclick = () => setTriggerValue("pressed", step.question)
      return button
    }),
  )
  if (focused) root.querySelector(`[data-step="${CSS.escape(focused)}"]`)?.focus()
  document.dispatchEvent(new CustomEvent("question", { detail: data.question }))
}
