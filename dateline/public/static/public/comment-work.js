// Does the work that a comment brings along: finds the number whose SHA-256, behind the salt, is the challenge.
// docs/captcha.md has the protocol (ALTCHA's first). The page goes on meanwhile: this runs in a thread of its own.
addEventListener("message", async ({ data: { algorithm, challenge, maxnumber, salt, signature } }) => {
  const text = new TextEncoder();
  const wanted = Uint8Array.from(challenge.match(/../g), (pair) => parseInt(pair, 16));
  for (let number = 0; number <= maxnumber; number += 1) {
    const found = new Uint8Array(await crypto.subtle.digest(algorithm, text.encode(salt + number)));
    if (found.every((byte, place) => byte === wanted[place])) {
      postMessage(btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })));
      break;
    }
  }
});
