// Shows, while somebody types, which of today's papers a line would bring; without this script the button beside does.
{
  const line = document.querySelector('#line');
  const picks = document.querySelector('#picks[data-from]');
  let wait, asked;
  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    const typed = line.value.trim();
    if (typed === '' || typed.length > Number(picks.dataset.longest)) {
      picks.replaceChildren();
      return;
    }
    try {
      const from = new URL(picks.dataset.from);
      from.searchParams.set('line', typed);
      const answer = await fetch(from, { signal: asked.signal, credentials: 'omit' });
      const text = await answer.text();
      if (answer.ok || answer.status === 429) picks.innerHTML = text; // made by our own templates, escaped there
    } catch (fault) {
      if (fault.name !== 'AbortError') picks.replaceChildren();
    }
  };
  if (line && picks) line.addEventListener('input', () => {
    clearTimeout(wait);
    wait = setTimeout(show, 350);
  });
}
