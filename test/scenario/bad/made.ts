// Bad scenarios whose bytes matter, which a file in the repository would not keep (line ends, marks, size).
const good = `faultline: 1
name: Made in code
about: The bytes of this file matter.
system: raft-kv
run: 10s
`;
const wrong = `${good}faults:\n  - { at: 1s, crash: leadr }\n`;

export const made: { readonly [name: string]: string | Uint8Array } = {
  'binary.yaml': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
  'zero-byte.yaml': good.replace('Made', 'M\0ade'),
  'not-utf-8.yaml': Buffer.from(good.replace('Made', 'M\u00e4de'), 'latin1'),
  'utf-16-little.yaml': Buffer.from(`\ufeff${good}`, 'utf16le'),
  'utf-16-big.yaml': Buffer.from(`\ufeff${good}`, 'utf16le').swap16(),
  'control-character.yaml': good.replace('Made', '\x1b[31mMade\x1b[0m'),
  'over-1-mib.yaml': `${good}# ${'x'.repeat(1_048_576)}\n`,
  'crlf.yaml': wrong.replaceAll('\n', '\r\n'),
  'crlf-and-mark.yaml': `\ufeff${wrong.replaceAll('\n', '\r\n')}`,
  'crlf-and-wide-characters.yaml': wrong
    .replace('Made', '名前')
    .replace('- {', '- { name: 名,')
    .replaceAll('\n', '\r\n'),
  'byte-order-mark.yaml': `\ufeff${good.replace('faultline', 'fautline')}`,
  'lone-carriage-returns.yaml': wrong.replaceAll('\n', '\r'),
  'tabs-and-carets.yaml': `${good}network: {\t"l\u0065\u0301":\t1ms }\n`,
  'turned-text.yaml': good.replace('10s', '\u202e10s'),
  'no-line-end.yaml': wrong.trimEnd(),
  'brackets-200-kb.yaml': '['.repeat(200_000),
};
