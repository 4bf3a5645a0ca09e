// Sends a large file straight to the server's disk, and says how far it is. What the page draws anew meanwhile is left
// alone; leaving the page, or pressing cancel, breaks the upload off, and the server keeps nothing of it.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".large-upload")
  root.data = data
  const [choose, cancel] = root.querySelectorAll("button")
  const [bar, said] = [root.querySelector("progress"), root.querySelector("p")]
  choose.textContent = data.words.choose
  cancel.textContent = data.words.stop
  bar.setAttribute("aria-label", data.words.choose)
  const say = (text, wrong = false) => {
    said.textContent = text
    said.className = wrong ? "wrong" : ""
  }
  const show = (sending) => {
    bar.hidden = cancel.hidden = !sending
    choose.hidden = sending
    ;(sending ? cancel : choose).focus()
  }
  const send = (file) => {
    if (file.size > data.largest) return say(root.data.words.status[413], true)
    const request = (root.request = new XMLHttpRequest())
    let told = -1
    const tell = (percent) => {
      if (percent === told) return
      bar.value = told = percent
      say(root.data.words.sending.replace("{percent}", percent).replace("{name}", () => file.name))
    }
    request.upload.onprogress = ({ loaded }) => tell(Math.min(Math.floor((100 * loaded) / Math.max(file.size, 1)), 100))
    request.onloadend = () => {
      const words = root.data.words
      const job = request.status === 200 ? JSON.parse(request.responseText).job : null
      show(false)
      if (job) {
        say("")
        setTriggerValue("arrived", job)
      } else if (root.cancelled) say(words.stopped)
      else say(words.status[request.status] ?? words.failed, true)
    }
    root.cancelled = false
    tell(0)
    show(true)
    request.open("POST", `/api/upload?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader("x-upload-ticket", root.data.ticket)
    request.send(file)
  }
  choose.onclick = () => {
    const input = document.createElement("input")
    input.type = "file"
    input.accept = data.suffixes
    input.onchange = () => input.files[0] && send(input.files[0])
    root.input = input // until it is used: a browser may forget one that nobody holds
    input.click()
  }
  cancel.onclick = () => {
    root.cancelled = true
    root.request?.abort()
  }
  return () => root.request?.abort()
}
