"use strict";

/** Starts the viewer with the data in the page, places landmarks, and copies transforms. */
async function startReport() {
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.addEventListener("click", () => copyText(button));
  }
  const root = document.getElementById("viewer");
  const data = document.getElementById("superpose-data");
  if (!root || !data) return;
  try {
    root.viewer = await Viewer.start(root, JSON.parse(data.textContent));
  } catch (error) {
    root.querySelector(".busy").hidden = false;
    root.querySelector(".busy").textContent = `The pictures cannot be shown: ${error.message}`;
    return;
  }
  const landmarks = document.getElementById("landmarks");
  // The picture without the surface is none on which places could be marked.
  if (landmarks && !root.viewer.surface) root.viewer.landmarkEditor = new LandmarkEditor(root.viewer, landmarks);
  root.dispatchEvent(new CustomEvent("started"));
}

async function copyText(button) {
  const source = document.getElementById(button.dataset.copies);
  const said = button.textContent;
  button.textContent = (await isCopied(source)) ? "Copied" : "Press Ctrl+C";
  setTimeout(() => { button.textContent = said; }, 2000);
}

/** Copies to the clipboard. Pages opened as files may not do so everywhere; the text is then at least selected. */
async function isCopied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}

startReport();
