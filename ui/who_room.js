// Keeps, for this browser, the day for which the line about the one room was closed; another day shows it again.
export default function ({ data, setTriggerValue }) {
  if (data.closed) localStorage.setItem("room_closed", data.day)
  else if (localStorage.getItem("room_closed") === data.day) setTriggerValue("closed", data.day)
}
