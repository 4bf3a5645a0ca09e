// Keeps, for this tab alone, the address that was asked for before signing in, and goes there afterwards: signing in
// always comes back to the first page, which sends members on to what waits for them.
export default function ({ data }) {
  if (!data.signed_in) {
    window.onpagehide = () => sessionStorage.setItem("asked", location.href)
    return
  }
  const asked = sessionStorage.getItem("asked")
  sessionStorage.removeItem("asked")
  if (asked && asked !== location.href && /\/(waiting)?$/.test(location.pathname)) location.replace(asked)
}
