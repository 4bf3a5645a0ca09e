// Keeps, for this tab alone, who was picked in the room, so that a reload or a server that starts again asks nobody twice.
export default function ({ data, setTriggerValue }) {
  if (data.me) sessionStorage.setItem("me", data.me)
  else if (data.forget) sessionStorage.removeItem("me")
  else if (sessionStorage.getItem("me")) setTriggerValue("recalled", sessionStorage.getItem("me"))
}
