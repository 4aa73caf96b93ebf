/**
 * Page furniture: lines around an article that belong to the page it was copied from. Only unmistakable phrases are listed, in both Chinese
 * scripts and English: a line kept by mistake costs nothing, a line removed by mistake can cost an answer.
 */
const phrases: readonly string[] = [
  // Comments
  '(?:我要|我来|查看|查看全部|查看更多|全部|最新|热门|精彩|网友|发表|写|写下你的)?(?:评论|留言)(?:区)?',
  '(?:我要|我來|查看|查看全部|查看更多|全部|最新|熱門|精彩|網友|發表|寫|寫下你的)?(?:評論|留言)(?:區)?',
  '(?:我来说两句|我來說兩句|(?:请|請)?登[录錄入](?:后|後)(?:发表评论|發表評論|参与讨论|參與討論)|(?:暂无|暫無|没有更多|沒有更多)(?:评论|評論))',
  '(?:共)?\\d+\\s*(?:条|條|則|则)(?:评论|評論|留言)',
  '(?:(?:leave|post|write|add|view|show|see|read|join)\\s+(?:a|all|the|your|more)?\\s*)?(?:comments?|conversation|repl(?:y|ies))',
  '(?:\\d+\\s+)(?:comments?|replies|likes?|shares?)',
  '(?:log|sign)\\s+in\\s+to\\s+(?:comment|reply)',
  // Sharing and liking
  '(?:点赞|點讚|赞|讚|收藏|转发|轉發|举报|舉報|打印|列印|关闭|關閉|在看|好看|分享|一键分享|一鍵分享)(?:[\\s|｜/、·]*(?:点赞|點讚|赞|讚|收藏|转发|轉發|举报|舉報|打印|列印|关闭|關閉|在看|好看|分享|评论|評論))*',
  '(?:分享|转发|轉發)(?:本文|文章)?(?:到|至|给|給)[:：]?\\s*(?:微信|微博|朋友圈|新浪微博|QQ|QQ空间|好友|臉書|Facebook|LINE|Twitter|X|[\\s、，,|/·])*',
  'share(?:\\s+(?:this|the))?(?:\\s+(?:article|story|post|page))?(?:\\s+(?:on|via|to)\\s+(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|e-?mail))?',
  '(?:like|tweet|print|e-?mail|copy\\s+link|bookmark|save)(?:\\s+this)?(?:\\s+(?:article|story|post|page))?',
  // Following and subscribing
  '(?:点击|點擊|长按|長按|扫描|掃描|扫码|掃碼|扫一扫|掃一掃)[^，。,.；;]{0,16}(?:关注|關注|二维码|二維碼|公众号|公眾號)[^，。,.；;]{0,8}',
  '(?:(?:欢迎|歡迎)?(?:关注|關注)(?:我们|我們)|(?:订阅|訂閱)(?:我们|我們|电子报|電子報))',
  '(?:follow\\s+us(?:\\s+on\\s+(?:facebook|twitter|x|instagram|linkedin|youtube))?|subscribe(?:\\s+(?:now|today|to\\s+our\\s+newsletter))?|sign\\s+up\\s+for\\s+(?:our|the)\\s+newsletter)',
  // Site navigation
  '返回搜狐[，,]?\\s*(?:查看更多)?',
  '(?:返回|回到)(?:首页|首頁|顶部|頂部|列表|上一页|上一頁)',
  '(?:点击|點擊)?(?:阅读|閱讀|查看|展开|展開|加载|載入)(?:原文|全文|更多|更多内容|更多內容|阅读全文|閱讀全文|余下全文|餘下全文)',
  '(?:相关|相關|推荐|推薦|延伸|热门|熱門|更多)(?:阅读|閱讀|文章|推荐|推薦|新闻|新聞|报道|報導)',
  '猜你喜[欢歡]|大家都在看|為您推薦|为您推荐',
  '(?:上|下)一(?:篇|页|頁)(?:\\s*[:：].{0,60})?',
  '(?:back|return)\\s+to\\s+(?:the\\s+)?(?:top|home(?:\\s?page)?)',
  '(?:read|see|show|load|view)\\s+(?:more|full\\s+(?:article|story))|continue\\s+reading|click\\s+here\\s+to\\s+read\\s+more|skip\\s+to\\s+(?:main\\s+)?content',
  '(?:related|recommended|popular|more)\\s+(?:articles?|stories|posts|reading|news)|you\\s+(?:may|might)\\s+also\\s+like|recommended\\s+for\\s+you',
  '(?:previous|next)\\s+(?:article|story|post|page)',
  // Advertisements and rights
  '(?:广告|廣告|advertisement|sponsored(?:\\s+content)?)',
  '(?:all\\s+rights\\s+reserved|版[权權]所有)(?:[，,]?\\s*(?:未[经經](?:许可|許可|授权|授權)不得(?:转载|轉載)|翻印必究|违者必究|違者必究))?',
];

/** Around such a phrase: arrows, brackets, a counter. */
const furniture = new RegExp(
  `^[\\s>»›→▶▼▲↑↓+＋✎【〖\\[(（<《|｜·•-]*(?:${phrases.join('|')})(?:\\s*[(（]\\s*\\d*\\s*[)）]|\\s+\\d+)?[\\s>»›→▶▼▲↑↓…．.】〗\\])）>》|｜·•-]*$`,
  'iu',
);

/** Longer lines are never furniture. */
const maxFurnitureLength = 80;

/** Whether a line at an article's beginning or end belongs to the page and not to the article. */
export function isFurniture(line: string): boolean {
  const text = line.trim();
  return text.length <= maxFurnitureLength && furniture.test(text);
}
