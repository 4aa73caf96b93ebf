import { placeLine, sourceLine, type PlaceWords } from './place-line.js';
import type { Texts } from './texts.js';

const placeWords: PlaceWords = {
  title: (title) => `《${title}》`,
  issue: (number) => `第 ${number} 期`,
  page: (number) => `第 ${number} 頁`,
  authors: (names, areAll) => names.join('、') + (areAll ? '' : '等'),
};

export const traditionalChinese: Texts = {
  languageName: '繁體中文',

  answer: {
    quotedFrom: (titles) => `以下引自${titles.map((title) => `《${title}》`).join('、')}的英文原文：`,
    andMore: (count) => `……還有 ${count} 條`,
    caution: '文章可能沒有直接說明這一點，最接近的內容是：',
    leads: { yes: '是。', no: '否。', otherwise: '文章的說法相反：', 'shown-before': '關於這一點，文章沒有說得更多，已經引用過的是：' },
    notInSources: '這個問題，文章裡沒有講到。',
    nothingMore: '關於這一點，文章沒有再說更多。',
    onTopicOnly: (title) => `《${title}》談到了這個話題，但沒有說到你問的這一點。`,
    nearest: '最接近的是這些內容，供你參考：',
    verbatim: '原文',
    place: (place) => placeLine(place, placeWords),
    quoted: (quote) => `「${quote}」`,
    translation: (text) => `語言模型的譯文，未經核對：${text}`,
    questionEdited: '看到你改了問題，重新答一次：',
  },

  conversation: {
    welcome: (sources) => {
      const titles = sources.slice(0, 3).map(({ title }) => `《${title}》`);
      if (titles.length === 0) return '你好！我這裡暫時還沒有文章。';
      const more = sources.length > titles.length ? `等 ${sources.length} 篇文章` : '';
      return `你好！我讀過${titles.join('、')}${more}。有什麼想知道的儘管問，我的每一句話都會告訴你出自原文哪裡。`;
    },
    greeting: '你好！想了解文章裡的什麼？直接問就好。',
    thanks: '不客氣！還想知道什麼，隨時問我。',
    farewell: '再見！想起什麼再來問我。',
    smallTalk: '這個我不太在行，我只懂這裡的文章。不如問我一個跟文章有關的問題？',
    whichArticle: '你指的是哪一篇文章？告訴我標題，或者選一篇。',
    help: [
      '直接把問題傳給我，我會在文章裡找答案，並附上原文出處。文章裡沒有的，我會老實告訴你沒有。',
      '可以接著上一個問題追問，比如「那為什麼呢？」。點 [1]、[2] 能看到那句話在原文中的上下文。',
    ],
    suggestions: '不妨試試：',
    empty: '好像沒看到問題，打字問我就可以。',
    tooLong: (maxCharacters) => `這個問題太長了，我一次最多讀 ${maxCharacters} 個字。挑最想知道的一點來問吧。`,
    unreadable: '這段內容我看不明白，換成一句話再問一次好嗎？',
    sticker: '這個貼圖我收下啦！不過我只讀得懂文字，想知道什麼就打字問我吧。',
    attachment: '圖片、語音和檔案我還看不懂，把問題打成文字傳給我就好。',
    askUsage: '把問題寫在指令後面，例如：/ask 文章主要講了什麼？',
    thinkUsage: '把要細想的問題寫在指令後面，例如：/think 文章的觀點是什麼，依據在哪裡？',
  },

  thinking: {
    step: (step) => {
      const isDone = step.state === 'done';
      switch (step.kind) {
        case 'split':
          return isDone ? `拆成 ${step.questions.length} 個小問題` : '正在拆解問題';
        case 'look-up':
          if (!isDone) return `正在查找：${step.question}`;
          return step.passages === 0 ? `文章裡沒有：${step.question}` : `找到 ${step.passages} 段：${step.question}`;
        case 'write':
          return isDone ? `寫好 ${step.statements} 句` : '正在組織回答';
        case 'check': {
          if (!isDone) return '正在逐句核對原文';
          const left = step.dropped === 0 ? '' : `，去掉 ${step.dropped} 句`;
          return `逐句核對過：留下 ${step.kept} 句${left}`;
        }
        case 'retry':
          return isDone ? `站不住腳的 ${step.statements} 句，重新找過了` : `有 ${step.statements} 句站不住腳，正在重新找`;
      }
    },
  },

  passage: {
    heading: (number) => `[${number}] 的上下文`,
    openSource: '查看原文',
    changed: '文章在這次回答之後改動過，下面是當時引用的原話。',
    answerGone: '這則回答我沒有留著，請再問一次。',
    noSuchNumber: (number, highest) =>
      highest === 1 ? `沒有第 ${number} 處引用，這次只引用了一處：[1]。` : `沒有第 ${number} 處引用，這次引用的是 [1] 到 [${highest}]。`,
    nothingCited: '上一次的回答沒有引用原文。',
    noAnswerYet: '還沒有可以查看的出處，先問我一個問題吧。',
    sourceUsage: '想看哪一處引用？寫上編號，例如：/source 1',
  },

  sources: {
    heading: (count) => (count === 1 ? '我的回答都來自這篇文章：' : `我的回答都來自這 ${count} 篇文章：`),
    headingOfPage: (count, first, last) => `我的回答都來自 ${count} 篇文章，這是第 ${first} 到第 ${last} 篇：`,
    none: '暫時還沒有文章。',
    line: (source) => sourceLine(source, placeWords),
  },

  limits: {
    tooManyQuestions: (seconds) => `問得有點快，我跟不上了。過 ${seconds} 秒再問我吧。`,
    busy: '現在提問的人有點多，請過一會兒再問我一次。',
    failed: '抱歉，我這邊出了點問題，沒能答上來。請稍後再問一次。',
    stopping: '我正要重新啟動，請過一會兒再問我一次。',
    adminsOnly: '這個指令只有管理員可以用。',
    privateOnly: '這裡會顯示別人問過的問題，請在私訊裡傳給我這個指令。',
    notServedHere: '這裡沒有開通我的服務，請聯絡管理員。',
    missingPermission: (permissions) => `我在這裡沒有權限：缺少${permissions.map((name) => `「${name}」`).join('、')}。`,
  },

  feedback: {
    thanks: '謝謝，很高興幫上了忙！',
    whatWasWrong: '謝謝告訴我。是哪裡不好？',
    noted: '記下了，謝謝你！',
    reasons: { wrong: '答錯了', incomplete: '不完整', unclear: '看不懂' },
    formTitle: '哪裡不好？',
    formLabel: '想補充的話（可不填）',
  },

  language: {
    choose: '我用哪種語言和你說話？',
    chosen: '好的，以後我用繁體中文和你說話。引用的原文會保持原樣。',
    unknown: (asked) => `我還不會「${asked}」。可以選的有：简体中文、繁體中文、English。`,
  },

  forget: {
    done: '已經把和你有關的紀錄全部刪除了。',
    nothing: '我這裡沒有和你有關的紀錄。',
  },

  reports: {
    heading: (days) => `最近 ${days} 天：`,
    stats: ({ questions, people, byKind, votes, milliseconds }) => [
      `${people} 人傳來 ${questions} 則訊息`,
      `答出 ${byKind.answered} 個，提醒後作答 ${byKind.cautious} 個，文章裡沒有 ${byKind['not-in-sources']} 個`,
      `👍 ${votes.up}，👎 ${votes.down}`,
      `找到答案用時：一般 ${Math.round(milliseconds.median)} 毫秒，最慢的二十分之一 ${Math.round(milliseconds.p95)} 毫秒`,
    ],
    nothingAsked: (days) => `最近 ${days} 天沒有人提問。`,
    unanswered: (days, count) => `最近 ${days} 天文章裡沒有講到或沒有說明白的問題（共 ${count} 個）：`,
    nothingUnanswered: (days) => `最近 ${days} 天的問題，文章裡都有相關內容。`,
    asked: (question, times) => (times === 1 ? question : `${question}（×${times}）`),
  },

  buttons: {
    passage: (number) => `[${number}]`,
    back: '‹ 返回回答',
    up: '👍',
    down: '👎',
    followUp: '追問',
    thread: '在討論串裡繼續',
    openSource: '查看原文',
    askInline: '在別的聊天裡提問',
  },

  forms: {
    followUpTitle: '追問',
    followUpLabel: '還想知道什麼？',
    threadName: (question) => `問：${question}`,
    threadOpened: '我們在這裡接著聊，直接打字問我就行，不用再提到我。',
    threadOpenedByMention: '我們在這裡繼續吧。請@我，或者回覆我的回答。',
    threadImpossible: '這裡不能開討論串，可以直接追問。',
    messageMenu: '就此提問',
    privately: '只讓我自己看到回答',
    thoroughly: '多花點時間想，逐句核對',
    working: '正在翻文章……',
  },

  commands: {
    start: { description: '打個招呼，看看可以問什麼' },
    ask: { description: '問一個關於文章的問題', argument: '你的問題' },
    think: { description: '問一個難一點的問題，讓我多想一會兒', argument: '你的問題' },
    sources: { description: '我讀過哪些文章' },
    source: { description: '查看上一個回答的某處出處', argument: '引用的編號，例如 2' },
    help: { description: '怎麼用' },
    language: { description: '選擇我說話的語言', argument: '简体中文、繁體中文或 English' },
    forget: { description: '刪除和我有關的紀錄' },
    stats: { description: '這一週的提問情況' },
    unanswered: { description: '這一週文章裡沒有答案的問題' },
  },

  typed: {
    commands: {
      start: '開始',
      ask: '提問',
      think: '深思',
      sources: '來源',
      source: '引文',
      help: '說明',
      language: '語言',
      forget: '忘記我',
      stats: '統計',
      unanswered: '未答問題',
    },
    fields: { question: '問題', private: '僅自己可見', think: '多想一會兒', number: '編號', language: '語言' },
  },

  terminal: {
    searching: '正在尋找……',
    hint: '直接輸入問題；輸入引文的編號，打開原文。/help 看用法，/quit 離開。',
    farewell: '再見！',
    unknownCommand: (name) => `沒有 /${name} 這個指令，輸入 /help 看看有哪些。`,
    quit: '離開',
    why: '看看上一個回答的段落是怎麼排出來的',
    whyNothing: '上一次沒有查找文章，沒有可看的排名。先問一個問題吧。',
    whyColumns: {
      passage: '段落',
      score: '總分',
      lateInteraction: '逐詞匹配',
      similarity: '語意相似',
      coverage: '詞語涵蓋',
      words: 'BM25',
    },
  },
};
