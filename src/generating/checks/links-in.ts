import tlds from 'tlds' with { type: 'json' };

/** Whatever follows is an address, in any scheme that there is. */
const withScheme =
  /[a-z][a-z\d+.-]*:\/\/|(?<![a-z])(?:about|bitcoin|blob|callto|data|discord|ethereum|facetime|file|ftps?|geo|intent|ipfs|irc|itms(?:-apps)?|javascript|magnet|mailto|market|mqq|ms-[a-z]+|qq|sftp|sips?|skype|sms|ssh|steam|tel|tg|ton|urn|vbscript|view-source|viber|webcal|wechat|weixin|whatsapp|wss?|xmpp):[^\s]/iu;
/** Names of the web without a scheme, and dots in brackets for people to take out again. */
const disguised = /\bwww\.|\bxn--|\blocalhost[:/]|[\p{L}\p{N}]\s?[[({]\s?(?:\.|dot|点|點)\s?[\])}]\s?[\p{L}\p{N}]/iu;
const ipAddress = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)|\[[\da-f.]*:[\da-f:.]*\]/iu;
/** A dot within a name, and the label behind it. */
const dotted = /(?<=[\p{L}\p{M}\p{N}-])\.([\p{L}\p{N}][\p{L}\p{M}\p{N}-]*)/gu;

const topLevelDomains: ReadonlySet<string> = new Set(tlds);
/** Chinese is written without spaces: what follows such a domain stands directly behind it. */
const ownScript = tlds.filter((domain) => /[^a-z]/.test(domain));

/** Whether a text holds what a reader's app would make a link of, or a reader an address. */
export function hasLink(text: string): boolean {
  const plain = text.normalize('NFKC').toLowerCase();
  if (withScheme.test(plain) || disguised.test(plain) || ipAddress.test(plain)) return true;
  return [...plain.matchAll(dotted)].some(([, label = '']) => isTopLevel(label));
}

function isTopLevel(label: string): boolean {
  const [latin = ''] = /^[a-z]*/.exec(label) ?? [];
  const continues = /[\d-]/.test(label.charAt(latin.length));
  return (latin !== '' && !continues && topLevelDomains.has(latin)) || ownScript.some((domain) => label.startsWith(domain));
}
