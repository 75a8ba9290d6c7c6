const $ = id => document.getElementById(id);
let token = sessionStorage.token, oldest;

// Talks to the messenger; a refusal is a sentence.
async function ask(method, path, body) {
  const headers = { ...(token && { Authorization: "Bearer " + token }), ...(body && { "Content-Type": "application/json" }) };
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const value = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  if (answer.status === 401) entered();
  if (!answer.ok) throw new Error(value?.error ?? "The messenger does not answer (" + answer.status + ").");
  return value;
}

// Sends an image straight to the store, as the form says: as the body, or as a form with all fields in their order and
// the file last.
async function send(form, file) {
  const request = { method: form.method, body: file, headers: form.headers };
  if (form.method === "POST") {
    request.body = new FormData();
    for (const { name, value } of form.fields) request.body.append(name, value);
    request.body.append(form.fileField, file);
    // Any page may send a form to another origin, and not read the answer: the messenger looks whether the image came.
    if (new URL(form.url).origin !== origin) request.mode = "no-cors";
  }
  const answer = await fetch(form.url, request).catch(() => {
    throw new Error("The store does not take images from this page. A bucket must allow PUT to its origin (CORS).");
  });
  if (!answer.ok && answer.type !== "opaque") throw new Error("The store refuses the image (" + answer.status + ").");
}

async function upload(file) {
  const { key, form } = await ask("POST", "/forms", { contentType: file.type });
  await send(form, file);
  return key;
}

function show(message) {
  const article = document.createElement("article");
  const footer = document.createElement("footer");
  footer.textContent = message.author + " · " + new Date(message.time * 1000).toLocaleString();
  const text = document.createElement("p");
  text.textContent = message.text;
  article.append(footer, text);
  if (message.image) article.append(Object.assign(new Image(), { src: message.image, alt: "Image by " + message.author }));
  $("messages").append(article);
  oldest = message.id;
}

async function load(before) {
  const query = new URLSearchParams({ featured: $("featured").checked, ...(before && { before }) });
  const { messages } = await ask("GET", "/messages?" + query);
  if (!before) $("messages").replaceChildren();
  messages.forEach(show);
  $("more").hidden = messages.length < 20;
}

function entered(name, newToken) {
  token = newToken;
  if (token) sessionStorage.token = token, sessionStorage.name = name;
  else sessionStorage.clear();
  $("me").textContent = token ? name : "";
  $("out").hidden = $("compose").hidden = !token;
  $("enter").hidden = !!token;
}

// Runs what a click asks for, and says what went wrong.
const doing = action => async event => {
  event?.preventDefault();
  $("problem").textContent = "";
  try { await action(event); } catch (problem) { $("problem").textContent = problem.message; }
};

$("enter").onsubmit = doing(async event => {
  const who = { name: $("name").value, password: $("password").value };
  const { token } = await ask("POST", event.submitter.name === "up" ? "/users" : "/sessions", who);
  entered(who.name, token);
});
$("compose").onsubmit = doing(async () => {
  const file = $("image").files[0];
  const image = file && await upload(file);
  await ask("POST", "/messages", { text: $("text").value, image });
  $("compose").reset();
  await load();
});
$("out").onclick = doing(async () => { await ask("DELETE", "/sessions"); entered(); });
$("featured").onchange = doing(() => load());
$("more").onclick = doing(() => load(oldest));
if (token) entered(sessionStorage.name, token); else entered();
doing(() => load())();
