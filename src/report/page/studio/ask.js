// Questions to the studio's server. The address of the page holds the secret that opens it.
const BASE = location.pathname.replace(/\/?$/, "/");
const PAGE = crypto.randomUUID();

// The answer to a question. Throws with the reason in words.
async function reach(path, body, options = {}) {
  const sent = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(BASE + path, { ...sent, ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The studio has ended. Start it again with takvin studio, and open the address that it prints.");
  }
  if (answer.ok) return answer;
  const text = await answer.text();
  let reason = text;
  if (answer.status === 404 || answer.status === 403) reason = "This address is not that of the open studio. Open the address that takvin studio printed.";
  try {
    reason = JSON.parse(text).error ?? reason;
  } catch {
    // The reason is not JSON, and is in words already.
  }
  throw Object.assign(new Error(reason || answer.statusText), { status: answer.status });
}

// The same as JSON.
async function ask(path, body, options) {
  const answer = await reach(path, body, options);
  return answer.status === 204 ? null : answer.json();
}

// Lets the studio know that the page is open. It ends soon after its last page is closed.
async function stayOpen() {
  for (;;) {
    try {
      await ask(`open/${PAGE}`);
    } catch (error) {
      problem(error.message);
      return;
    }
  }
}

// Says what is wrong. Of a message about a scenario, its first line and its help are shown: the lines of the file between are
// those of a text that was made from the page.
function problem(text) {
  const lines = (text ?? "").split("\n"), help = lines.filter((line) => line.includes("= help: ")).map((line) => line.split("= help: ")[1]);
  byId("problem").hidden = !text;
  byId("problem").textContent = [lines[0].replace(/^error: /, ""), ...help].join("\n");
}
