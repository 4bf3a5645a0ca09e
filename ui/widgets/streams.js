// Draws the flow of the missions: shapes for the eye and the mouse, and a table of the same for everyone.
const SVG = "http://www.w3.org/2000/svg"
const make = (tag, parent, attributes = {}, text) => {
  const element = tag === "svg" || parent.namespaceURI === SVG ? document.createElementNS(SVG, tag) : document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  if (text !== undefined) element.textContent = text
  parent.append(element)
  return element
}
const picture = (root, data, press) => {
  const box = make("div", root, { class: "picture", tabindex: "0", role: "img", "aria-label": data.label })
  const svg = make("svg", box, { viewBox: `0 0 ${data.width} ${data.height}`, "aria-hidden": "true" })
  // Its letters as large as those of the page, of few missions or many, and larger with them for a projector
  svg.style.minWidth = `calc(var(--streams-scale, 1) * min(52rem, ${data.width}px))`
  svg.style.maxWidth = `calc(var(--streams-scale, 1) * ${1.2 * data.width}px)`
  for (const ribbon of data.ribbons) {
    const path = make("path", svg, { d: ribbon.d, "data-stream": ribbon.code })
    if (ribbon.colour) path.style.fill = ribbon.colour
    make("title", path, {}, ribbon.title)
    path.onclick = () => press(ribbon.code)
  }
  for (const node of data.nodes) {
    const { x, y, width, height } = node
    const bar = make("rect", svg, { x, y, width, height, class: "bar" })
    if (node.colour) bar.style.fill = node.colour
    make("title", bar, {}, node.title)
    const place = node.end ? { x: x + width + 8, y: y + height / 2 + 5 } : { x: x + width / 2, y: y - 8, "text-anchor": x ? "middle" : "start" }
    if (!node.end && !x) place.x = x
    const text = make("text", svg, place, node.label && `${node.label}${node.end ? " " : node.count && ": "}`)
    make("tspan", text, {}, node.count)
  }
}
const table = (root, data, press, open) => {
  const details = make("details", root)
  details.open = open
  make("summary", details, {}, data.table)
  const box = make("table", make("div", details, { class: "rows" }))
  const head = make("tr", make("thead", box))
  for (const column of data.columns) make("th", head, { scope: "col" }, column)
  const body = make("tbody", box)
  for (const row of data.rows) {
    const line = make("tr", body)
    row.slice(0, -2).forEach((cell) => make("td", line, {}, cell))
    const button = make("button", make("td", line), { type: "button", "data-stream": row.at(-1) }, row.at(-2))
    button.setAttribute("aria-label", `${row.at(-2)} · ${row[0]}: ${row[1]}`)
    button.onclick = () => press(row.at(-1))
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".streams")
  const drawn = JSON.stringify(data)
  if (root.drawn === drawn) return
  root.drawn = drawn
  const open = root.querySelector("details")?.open ?? false
  const press = (code) => setTriggerValue("pressed", code)
  root.replaceChildren()
  picture(root, data, press)
  table(root, data, press, open)
}
