// Says in which time zone mornings are wanted; without this script the service takes its default.
{
  const field = document.querySelector('input[name="zone"]');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field && zone) field.value = zone;
}

// Where the service asks for it: finds the number that makes SHA-256(stamp + ":" + number) begin with so many zero bits.
{
  const work = document.querySelector('input[name="work"][data-bits]');
  const stamp = document.querySelector('input[name="stamp"]');
  const button = work?.form.querySelector('button');
  const solve = async bits => {
    for (let number = 0; ; number++) {
      const text = new TextEncoder().encode(`${stamp.value}:${number}`);
      const head = new DataView(await crypto.subtle.digest('SHA-256', text)).getUint32(0);
      if (Math.clz32(head) >= bits) return number;
    }
  };
  if (work && stamp && button) {
    button.disabled = true;
    solve(Number(work.dataset.bits)).then(number => { work.value = number; }).finally(() => { button.disabled = false; });
  }
}
