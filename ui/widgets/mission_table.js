// Builds the table of texts as texts. A name is a real link, followed inside the app; with Ctrl it opens a window.
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".mission-table")
  const drawn = JSON.stringify([data.columns, data.rows, data.boxes, data.choose])
  if (root.drawn === drawn) return
  root.drawn = drawn
  const listed = new Set(data.rows.map((row) => row.id))
  const chosen = new Set((root.chosen ?? data.default ?? []).filter((id) => listed.has(id)))
  const make = (tag, parent, text) => {
    const element = parent.appendChild(document.createElement(tag))
    if (text !== undefined) element.textContent = text
    return element
  }
  const tell = () => {
    root.chosen = [...chosen]
    setStateValue("chosen", root.chosen)
  }
  root.replaceChildren()
  const table = make("table", root)
  make("caption", table, data.label)
  const head = make("tr", make("thead", table))
  let all
  if (data.boxes) {
    all = make("input", make("label", make("th", head)))
    all.type = "checkbox"
    all.setAttribute("aria-label", data.choose_all)
    all.onchange = () => {
      boxes.forEach(([box, id]) => {
        box.checked = all.checked
        all.checked ? chosen.add(id) : chosen.delete(id)
      })
      tell()
    }
  }
  for (const column of data.columns) {
    const cell = make("th", head, column.label)
    cell.scope = "col"
    if (column.number) cell.className = "number"
  }
  const boxes = []
  const body = make("tbody", table)
  for (const row of data.rows) {
    const line = make("tr", body)
    const name = row.cells[data.columns.findIndex((column) => column.link)] ?? String(row.id)
    if (data.boxes) {
      const box = make("input", make("label", make("td", line)))
      box.type = "checkbox"
      box.checked = chosen.has(row.id)
      box.setAttribute("aria-label", `${data.choose} ${name}`)
      boxes.push([box, row.id])
      box.onchange = () => {
        box.checked ? chosen.add(row.id) : chosen.delete(row.id)
        all.checked = chosen.size === data.rows.length
        tell()
      }
    }
    data.columns.forEach((column, n) => {
      const cell = make("td", line)
      if (column.number) cell.className = "number"
      if (column.wide) cell.className = "wide"
      if (!column.link) return void (cell.textContent = row.cells[n])
      const anchor = make("a", cell, row.cells[n])
      anchor.href = data.address[row.id]
      anchor.onclick = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return
        event.preventDefault()
        setTriggerValue("opened", row.id)
      }
    })
  }
  if (all) all.checked = boxes.length > 0 && chosen.size === boxes.length
}
