"use strict";

const STAGES = [
  ["sending", "sending the pictures"],
  ["queued", "waiting"],
  ["describing-moving", "describing the moving picture"],
  ["describing-fixed", "describing the fixed picture"],
  ["matching", "matching"],
  ["estimating", "estimating the transform"],
  ["writing", "writing"],
];

const form = document.getElementById("new");
const submit = form.querySelector("[type=submit]");
const pictures = new Pictures(form, () => { submit.disabled = !pictures.areComplete; });
const earlier = new History(document.getElementById("history"), watch);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  register();
});

async function register() {
  submit.disabled = true;
  showProblem(null);
  showStage("sending", 0);
  try {
    const moving = await api.send(pictures.files.moving);
    const fixed = await api.send(pictures.files.fixed);
    const registration = await api.register({ moving: moving.id, fixed: fixed.id, ...settings() });
    await watch(registration.id);
  } catch (error) {
    showProblem(error);
  } finally {
    submit.disabled = !pictures.areComplete;
  }
}

/** Shows how a registration comes on, and opens its report. */
async function watch(id) {
  try {
    await api.events(id, (event) => showStage(event.stage, event.progress));
    const registration = await api.registration(id);
    if (registration.state !== "done") throw new Error(registration.problem?.detail ?? "there is no result");
    location.assign(`/v1/registrations/${id}/report`);
  } catch (error) {
    showProblem(error);
    await earlier.load();
  }
}

/** What differs from the preset. */
function settings() {
  const values = new FormData(form);
  const configuration = {};
  if (values.get("resize")) configuration.resize = values.get("resize");
  if (values.get("secondLook")) configuration.secondLook = values.get("secondLook");
  if (values.get("maxKeypoints")) configuration.extraction = { maxKeypoints: Number(values.get("maxKeypoints")) };
  const estimation = {};
  if (values.get("model")) estimation.model = values.get("model");
  if (values.get("maxErrorPixels")) estimation.maxErrorPixels = Number(values.get("maxErrorPixels"));
  if (Object.keys(estimation).length > 0) configuration.estimation = estimation;
  return { preset: values.get("preset"), configuration };
}

function showStage(stage, progress) {
  const section = document.getElementById("progress");
  section.hidden = false;
  section.querySelector("progress").value = progress;
  const current = STAGES.findIndex(([name]) => name === stage);
  // A stage that is too short to be named leaves what is there.
  if (current < 0 && stage !== "ended") return;
  const items = STAGES.map(([, words], index) => {
    const item = element("li", index < current || stage === "ended" ? "past" : "");
    item.textContent = words;
    if (index === current) item.setAttribute("aria-current", "step");
    return item;
  });
  section.querySelector("ol").replaceChildren(...items);
  section.querySelector(".now").textContent = current >= 0 ? `${STAGES[current][1]} …` : "";
}

function showProblem(error) {
  const place = document.getElementById("problem");
  place.hidden = !error;
  place.textContent = error ? error.message : "";
  if (error) document.getElementById("progress").hidden = true;
}

async function showExamples() {
  const pairs = await api.ask("/examples");
  const place = document.getElementById("examples");
  place.append(...pairs.flatMap((pair, index) => {
    const choice = button(pair.title, "an example", () => chooseExample(pair));
    return index === 0 ? [choice] : [" or ", choice];
  }));
  place.hidden = pairs.length === 0;
  document.getElementById("no-examples").hidden = pairs.length > 0;
}

async function chooseExample(pair) {
  for (const role of ["moving", "fixed"]) {
    const response = await fetch(`/examples/${pair[role]}`);
    pictures.choose(role, new File([await response.blob()], pair[role]));
  }
}

Promise.all([showExamples(), earlier.load()]).catch(showProblem);
