// What a look at a page does not show.
() => {
  const shown = (e) => e.offsetParent && getComputedStyle(e).visibility === "visible"
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(shown).map((h) => Number(h.tagName[1]))
  // Parts of a field are as high as Streamlit makes the field; the cross of the line about the room reaches beyond its box.
  const parts = ["Selectbox", "MultiSelect", "NumberInput", "DateInput", "TextInput", "TooltipIcon", "ElementToolbar"]
    .map((name) => `[data-testid=st${name}]`).join() + ", .st-key-room_close"
  const small = [...document.querySelectorAll("[data-testid=stMain] :is(button, [role=radio], summary, input[type=checkbox], input[type=radio])")]
    .filter((e) => shown(e) && !e.closest(parts)).map((e) => [(e.closest("label") ?? e), e])
    .map(([t, e]) => [t.getBoundingClientRect(), e]).filter(([box]) => box.height && box.height < 43.5)
    .map(([box, e]) => `${Math.round(box.width)}x${Math.round(box.height)} ${(e.innerText || e.ariaLabel || e.className).slice(0, 30)}`)
  const on = document.querySelector(".st-key-go_on button")?.getBoundingClientRect().bottom
  return {levels: levels.join(""), small, on, shift: window.shifted, wide: document.querySelector("[data-testid=stMain]").scrollWidth - innerWidth}
}
