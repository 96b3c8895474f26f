"""What every page must hold: names for screen readers, contrast, structure, and nothing cut off."""

# What a reader's ear needs a name for.
NAMED_ROLES = {
    "button", "radio", "checkbox", "slider", "link", "searchbox", "textbox", "spinbutton", "application", "dialog",
}

# Every text that is seen, with its contrast to the ground it stands on.
CONTRAST = """
const luminance = ([red, green, blue]) => {
  const [r, g, b] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const colour = (text) => {
  const [red, green, blue, alpha = 1] = text.match(/[\\d.]+/g).map(Number);
  return { channels: [red, green, blue], alpha };
};
const over = (top, ground) => top.channels.map((value, index) => value * top.alpha + ground[index] * (1 - top.alpha));
const ground = (element) => {
  if (!element) return [255, 255, 255];
  const own = colour(getComputedStyle(element).backgroundColor);
  return own.alpha === 1 ? own.channels : over(own, ground(element.parentElement));
};
const poor = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
  if (element.closest('script, style, .visually-hidden, dialog:not([open])')) continue;
  // Controls that do nothing are exempt, as in the guidelines.
  if (element.closest('label')?.querySelector(':disabled') || element.closest(':disabled')) continue;
  const below = ground(element);
  const text = over(colour(getComputedStyle(element).color), below);
  const [light, dark] = [luminance(text), luminance(below)].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < 4.5) poor.push(`${walker.currentNode.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
}
return poor;
"""

STRUCTURE = """
const problems = [];
const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
for (const id of ids) if (ids.filter((other) => other === id).length > 1) problems.push(`id ${id} twice`);
for (const name of ['aria-labelledby', 'aria-describedby']) {
  for (const element of document.querySelectorAll(`[${name}]`)) {
    if (!document.getElementById(element.getAttribute(name))) problems.push(`${name} names nothing`);
  }
}
for (const image of document.querySelectorAll('img:not([alt])')) problems.push(`no alt: ${image.src.slice(0, 40)}`);
if (document.documentElement.lang !== 'en') problems.push('no language');
if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
if (document.querySelectorAll('main').length !== 1) problems.push('not one main');
let level = 0;
for (const heading of document.querySelectorAll('h1, h2, h3')) {
  if (heading.closest('dialog:not([open])')) continue;
  const next = Number(heading.tagName[1]);
  if (next > level + 1) problems.push(`${heading.textContent} skips a level`);
  level = next;
}
if (document.querySelector('[onclick], [onerror], [onload], [style*="javascript"]')) problems.push('inline handler');
return problems;
"""


# What is cut off on the right, where nothing can be scrolled into sight.
CUT_OFF = """
const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
const isScrolled = (element) => element && (scrolls(element) || isScrolled(element.parentElement));
return [...document.querySelectorAll('body *')].filter((element) =>
  element.checkVisibility() && !element.closest('.visually-hidden, svg') && !isScrolled(element.parentElement) &&
  element.getBoundingClientRect().right > innerWidth + 1
).map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`);
"""


def names_problems(driver):
    """What is operated and has no name; also where hardly anything is operated, as on a page that did not load."""
    nodes = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    operated = [node for node in nodes if not node["ignored"] and node["role"]["value"] in NAMED_ROLES]
    nameless = [
        node["role"]["value"] for node in operated if not node.get("name", {}).get("value", "").strip()
    ]
    return nameless if len(operated) > 5 else nameless + [f"only {len(operated)} controls"]
