/**
 * The closed classes of English and Chinese: pronouns, articles, prepositions, conjunctions, auxiliaries, particles, question words,
 * measure words, and the verbs of asking. They say nothing about a sentence's topic. Content words do not belong here.
 */
const english = `
  a an the this that these those such same other another each every either neither both all any some no none few many much more most less least several
  i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself
  they them their theirs themselves one ones someone somebody something anyone anybody anything everyone everybody everything nobody nothing here there
  who whom whose which what when where why how whatever whichever whoever whenever wherever however
  am is are was were be been being do does did doing done have has had having will would shall should can could may might must ought get gets got getting
  not nor yes so too very just only also even still yet already again ever never then than now thus
  of in on at by to from for with without within into onto upon about above across after against along among around as before behind below beneath
  beside besides between beyond despite during except inside like near off outside over past per since through throughout till toward towards
  under until via and or but if because although though while whereas unless whether
  please tell say says said
  im ive id ill dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt
  whats wheres whos hows thats theres lets youre theyre weve youve`;

const chinese = `
  的 地 得 了 着 过 吗 嘛 呢 吧 啊 呀 么 哦 呗 啦 哇 哎 嗯 之 所 者 似的 般
  我 你 您 他 她 它 咱 我们 你们 他们 她们 它们 咱们 自己 大家 人家 别人 本 该 其 此
  这 那 这个 那个 这些 那些 这里 那里 这儿 那儿 这样 那样 这么 那么 这种 那种 某 某个 各 各个 每 每个 另 另外 其他 其它 其中
  一个 一些 一种 一下 一点
  什么 啥 谁 哪 哪个 哪些 哪里 哪儿 哪种 哪位 哪家 怎 怎么 怎样 怎么样 怎么办 咋 咋样 咋办 如何 为什么 为何 为啥
  多少 几 几个 多 何 何时 何处 什么样 什么时候 啥时候 多大 多长 多久 多远 是否 是不是 有没有 有无 能否 可否 能不能 会不会 要不要 难道
  是 有 在 会 能 能够 可以 可能 可 要 想 应 应该 应当 需要 须 必须 肯 敢 愿意 让 使 令 被 把 将 给 叫 做 作 成 为
  和 与 跟 同 及 以及 或 或者 还是 而 而且 并 并且 且 但 但是 可是 不过 却 然而 因为 因 由于 所以 因此 因而 如果 若 假如 要是
  即使 虽然 尽管 既 既然 只要 只有 除了 除非 不仅 不但 无论 不管 然后 于是 从而 以便
  从 自 自从 由 向 往 朝 对 对于 关于 至于 按 按照 根据 据 以 用 通过 经过 比 于 到 当 随着 沿 凭 除 针对 为了
  不 没 没有 别 未 无 非 莫 勿 也 都 就 才 又 再 还 更 最 很 太 挺 非常 十分 特别 比较 相当 只 仅 仅仅 只是 已 已经 曾 曾经 正 正在
  将要 刚 刚刚 一直 总 总是 常 常常 经常 往往 甚至 几乎 大约 大概 约 究竟 到底 其实 当然 一定 确实 真 真的 好 好像 似乎
  个 些 种 位 上 下 里 中 内 外 前 后 时 时候 之间 之前 之后 以前 以后 以上 以下 来 去 起来 出来 下来 上来 下去
  请 请问 问 说 讲 告诉 知道 看 觉得 认为`;

const functionWords = new Set(`${english} ${chinese}`.trim().split(/\s+/));

/** @param word in lower case, simplified characters */
export function isFunctionWord(word: string): boolean {
  return functionWords.has(word);
}
