/** What was chosen, as text: a time as ISO 8601 in UTC, however it is shown. Undefined where there is no time in it. */
function withTimes(selection: Selection): string | undefined {
  const range = selection.rangeCount === 1 ? selection.getRangeAt(0) : undefined;
  if (!range) return undefined;
  const { commonAncestorContainer: within } = range;
  const around = (within instanceof Element ? within : within.parentElement)?.closest('time');
  if (around) return range.toString() === around.textContent ? around.dateTime : undefined;
  const copy = document.createElement('div');
  copy.append(range.cloneContents());
  const times = copy.querySelectorAll('time');
  if (times.length === 0) return undefined;
  for (const time of times) time.textContent = time.dateTime;
  copy.className = 'off-screen'; // where it is laid out, so that lines and cells stay apart, and not seen
  document.body.append(copy);
  const text = copy.innerText;
  copy.remove();
  return text;
}

document.addEventListener('copy', (event) => {
  const selection = document.getSelection();
  const { activeElement } = document;
  if (!selection || selection.isCollapsed || activeElement instanceof HTMLInputElement) return;
  if (activeElement instanceof HTMLTextAreaElement) return;
  const text = withTimes(selection);
  if (text === undefined) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
});
