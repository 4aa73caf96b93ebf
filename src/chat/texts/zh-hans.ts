import { placeLine, sourceLine, type PlaceWords } from './place-line.js';
import type { Texts } from './texts.js';

const placeWords: PlaceWords = {
  title: (title) => `《${title}》`,
  issue: (number) => `第 ${number} 期`,
  page: (number) => `第 ${number} 页`,
  authors: (names, areAll) => names.join('、') + (areAll ? '' : '等'),
};

export const simplifiedChinese: Texts = {
  languageName: '简体中文',

  answer: {
    quotedFrom: (titles) => `以下引自${titles.map((title) => `《${title}》`).join('、')}的英文原文：`,
    andMore: (count) => `……还有 ${count} 条`,
    caution: '文章可能没有直接说明这一点，最接近的内容是：',
    leads: { yes: '是。', no: '否。', otherwise: '文章的说法相反：', 'shown-before': '关于这一点，文章没有说得更多，已经引用过的是：' },
    notInSources: '这个问题，文章里没有讲到。',
    nothingMore: '关于这一点，文章没有再说更多。',
    onTopicOnly: (title) => `《${title}》谈到了这个话题，但没有说到你问的这一点。`,
    nearest: '最接近的是这些内容，供你参考：',
    verbatim: '原文',
    place: (place) => placeLine(place, placeWords),
    quoted: (quote) => `“${quote}”`,
    translation: (text) => `语言模型的译文，未经核对：${text}`,
    questionEdited: '看到你改了问题，重新答一次：',
  },

  conversation: {
    welcome: (sources) => {
      const titles = sources.slice(0, 3).map(({ title }) => `《${title}》`);
      if (titles.length === 0) return '你好！我这里暂时还没有文章。';
      const more = sources.length > titles.length ? `等 ${sources.length} 篇文章` : '';
      return `你好！我读过${titles.join('、')}${more}。有什么想知道的尽管问，我的每一句话都会告诉你出自原文哪里。`;
    },
    greeting: '你好！想了解文章里的什么？直接问就好。',
    thanks: '不客气！还想知道什么，随时问我。',
    farewell: '再见！想起什么再来问我。',
    smallTalk: '这个我不太在行，我只懂这里的文章。不如问我一个跟文章有关的问题？',
    whichArticle: '你指的是哪一篇文章？告诉我标题，或者选一篇。',
    help: [
      '直接把问题发给我，我会在文章里找答案，并附上原文出处。文章里没有的，我会老实告诉你没有。',
      '可以接着上一个问题追问，比如“那为什么呢？”。点 [1]、[2] 能看到那句话在原文中的上下文。',
    ],
    suggestions: '不妨试试：',
    empty: '好像没看到问题，打字问我就可以。',
    tooLong: (maxCharacters) => `这个问题太长了，我一次最多读 ${maxCharacters} 个字。挑最想知道的一点来问吧。`,
    unreadable: '这段内容我看不明白，换成一句话再问一次好吗？',
    sticker: '这个表情我收下啦！不过我只读得懂文字，想知道什么就打字问我吧。',
    attachment: '图片、语音和文件我还看不懂，把问题打成文字发给我就好。',
    askUsage: '把问题写在命令后面，例如：/ask 文章主要讲了什么？',
    thinkUsage: '把要细想的问题写在命令后面，例如：/think 文章的观点是什么，依据在哪里？',
  },

  thinking: {
    step: (step) => {
      const isDone = step.state === 'done';
      switch (step.kind) {
        case 'split':
          return isDone ? `拆成 ${step.questions.length} 个小问题` : '正在拆解问题';
        case 'look-up':
          if (!isDone) return `正在查找：${step.question}`;
          return step.passages === 0 ? `文章里没有：${step.question}` : `找到 ${step.passages} 段：${step.question}`;
        case 'write':
          return isDone ? `写好 ${step.statements} 句` : '正在组织回答';
        case 'check': {
          if (!isDone) return '正在逐句核对原文';
          const left = step.dropped === 0 ? '' : `，去掉 ${step.dropped} 句`;
          return `逐句核对过：留下 ${step.kept} 句${left}`;
        }
        case 'retry':
          return isDone ? `站不住脚的 ${step.statements} 句，重新找过了` : `有 ${step.statements} 句站不住脚，正在重新找`;
      }
    },
  },

  passage: {
    heading: (number) => `[${number}] 的上下文`,
    openSource: '查看原文',
    changed: '文章在这次回答之后改动过，下面是当时引用的原话。',
    answerGone: '这条回答我没有留着，请再问一次。',
    noSuchNumber: (number, highest) =>
      highest === 1 ? `没有第 ${number} 处引用，这次只引用了一处：[1]。` : `没有第 ${number} 处引用，这次引用的是 [1] 到 [${highest}]。`,
    nothingCited: '上一次的回答没有引用原文。',
    noAnswerYet: '还没有可以查看的出处，先问我一个问题吧。',
    sourceUsage: '想看哪一处引用？写上编号，例如：/source 1',
  },

  sources: {
    heading: (count) => (count === 1 ? '我的回答都来自这篇文章：' : `我的回答都来自这 ${count} 篇文章：`),
    headingOfPage: (count, first, last) => `我的回答都来自 ${count} 篇文章，这是第 ${first} 到第 ${last} 篇：`,
    none: '暂时还没有文章。',
    line: (source) => sourceLine(source, placeWords),
  },

  limits: {
    tooManyQuestions: (seconds) => `问得有点快，我跟不上了。过 ${seconds} 秒再问我吧。`,
    busy: '现在提问的人有点多，请过一会儿再问我一次。',
    failed: '抱歉，我这边出了点问题，没能答上来。请稍后再问一次。',
    stopping: '我正要重启，请过一会儿再问我一次。',
    adminsOnly: '这个命令只有管理员可以用。',
    privateOnly: '这里会显示别人问过的问题，请在私聊里发给我这个命令。',
    notServedHere: '这里没有开通我的服务，请联系管理员。',
    missingPermission: (permissions) => `我在这里没有权限：缺少${permissions.map((name) => `“${name}”`).join('、')}。`,
  },

  feedback: {
    thanks: '谢谢，很高兴帮上了忙！',
    whatWasWrong: '谢谢告诉我。是哪里不好？',
    noted: '记下了，谢谢你！',
    reasons: { wrong: '答错了', incomplete: '不完整', unclear: '看不懂' },
    formTitle: '哪里不好？',
    formLabel: '想补充的话（可不填）',
  },

  language: {
    choose: '我用哪种语言和你说话？',
    chosen: '好的，以后我用简体中文和你说话。引用的原文会保持原样。',
    unknown: (asked) => `我还不会“${asked}”。可以选的有：简体中文、繁體中文、English。`,
  },

  forget: {
    done: '已经把和你有关的记录全部删除了。',
    nothing: '我这里没有和你有关的记录。',
  },

  reports: {
    heading: (days) => `最近 ${days} 天：`,
    stats: ({ questions, people, byKind, votes, milliseconds }) => [
      `${people} 人发来 ${questions} 条消息`,
      `答出 ${byKind.answered} 个，提醒后作答 ${byKind.cautious} 个，文章里没有 ${byKind['not-in-sources']} 个`,
      `👍 ${votes.up}，👎 ${votes.down}`,
      `找到答案用时：一般 ${Math.round(milliseconds.median)} 毫秒，最慢的二十分之一 ${Math.round(milliseconds.p95)} 毫秒`,
    ],
    nothingAsked: (days) => `最近 ${days} 天没有人提问。`,
    unanswered: (days, count) => `最近 ${days} 天文章里没有讲到或没有说明白的问题（共 ${count} 个）：`,
    nothingUnanswered: (days) => `最近 ${days} 天的问题，文章里都有相关内容。`,
    asked: (question, times) => (times === 1 ? question : `${question}（×${times}）`),
  },

  buttons: {
    passage: (number) => `[${number}]`,
    back: '‹ 返回回答',
    up: '👍',
    down: '👎',
    followUp: '追问',
    thread: '在子区里继续',
    openSource: '查看原文',
    askInline: '在别的聊天里提问',
  },

  forms: {
    followUpTitle: '追问',
    followUpLabel: '还想知道什么？',
    threadName: (question) => `问：${question}`,
    threadOpened: '我们在这里接着聊，直接打字问我就行，不用再提到我。',
    threadOpenedByMention: '我们在这里继续吧。请@我，或者回复我的回答。',
    threadImpossible: '这里不能开子区，可以直接追问。',
    messageMenu: '就此提问',
    privately: '只让我自己看到回答',
    thoroughly: '多花点时间想，逐句核对',
    working: '正在翻文章……',
  },

  commands: {
    start: { description: '打个招呼，看看可以问什么' },
    ask: { description: '问一个关于文章的问题', argument: '你的问题' },
    think: { description: '问一个难一点的问题，让我多想一会儿', argument: '你的问题' },
    sources: { description: '我读过哪些文章' },
    source: { description: '查看上一个回答的某处出处', argument: '引用的编号，例如 2' },
    help: { description: '怎么用' },
    language: { description: '选择我说话的语言', argument: '简体中文、繁體中文或 English' },
    forget: { description: '删除和我有关的记录' },
    stats: { description: '这一周的提问情况' },
    unanswered: { description: '这一周文章里没有答案的问题' },
  },

  typed: {
    commands: {
      start: '开始',
      ask: '提问',
      think: '深思',
      sources: '来源',
      source: '引文',
      help: '帮助',
      language: '语言',
      forget: '忘记我',
      stats: '统计',
      unanswered: '未答问题',
    },
    fields: { question: '问题', private: '仅自己可见', think: '多想一会儿', number: '编号', language: '语言' },
  },

  terminal: {
    searching: '正在查找……',
    hint: '直接输入问题；输入引文的编号，打开原文。/help 看用法，/quit 离开。',
    farewell: '再见！',
    unknownCommand: (name) => `没有 /${name} 这个命令，输入 /help 看看有哪些。`,
    quit: '离开',
    why: '看看上一个回答的段落是怎么排出来的',
    whyNothing: '上一次没有查找文章，没有可看的排名。先问一个问题吧。',
    whyColumns: {
      passage: '段落',
      score: '总分',
      lateInteraction: '逐词匹配',
      similarity: '语义相似',
      coverage: '词语覆盖',
      words: 'BM25',
    },
  },
};
