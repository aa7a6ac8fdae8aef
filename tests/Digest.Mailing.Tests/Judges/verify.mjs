// Reads mails in hex, one a line, and says for each what mailauth makes of its signature: the result, the name under which
// it looked for the key, and whether the signature covers the headers of one-click unsubscription. The DNS is the record given.
import { createInterface } from 'node:readline';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

const record = process.argv[2];
for await (const line of createInterface({ input: process.stdin })) {
  const asked = [];
  const resolver = async (name, type) => {
    asked.push(name);
    if (type !== 'TXT') throw Object.assign(new Error('no such record'), { code: 'ENODATA' });
    return [record.match(/.{1,255}/g)];
  };
  const { results } = await dkimVerify(Buffer.from(line, 'hex'), { resolver });
  const covered = (results[0]?.signingHeaders?.keys ?? '').toLowerCase().split(/\s*:\s*/);
  console.log(results[0]?.status?.result ?? 'none', asked[0] ?? '-',
    ['list-unsubscribe', 'list-unsubscribe-post'].every(name => covered.includes(name)) ? 'covered' : 'bare');
}
