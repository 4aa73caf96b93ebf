import type { Language } from '../../language/index.js';

/** What is asked about one article. */
export type SingleAspect = 'summary' | 'author' | 'date';

const templates: Readonly<Record<Language, Readonly<Record<SingleAspect, (title: string) => string>>>> = {
  'zh-Hans': {
    summary: (title) => `《${title}》讲了什么？`,
    author: (title) => `《${title}》是谁写的？`,
    date: (title) => `《${title}》是什么时候发表的？`,
  },
  'zh-Hant': {
    summary: (title) => `《${title}》講了什麼？`,
    author: (title) => `《${title}》是誰寫的？`,
    date: (title) => `《${title}》是什麼時候發表的？`,
  },
  en: {
    summary: (title) => `What is “${title}” about?`,
    author: (title) => `Who wrote “${title}”?`,
    date: (title) => `When was “${title}” published?`,
  },
};

/** A question that names its article; a button asks it again. */
export function questionAboutArticle(aspect: SingleAspect, title: string, language: Language): string {
  return templates[language][aspect](title);
}

/** The aspect and the title of such a question; undefined for any other. */
export function readQuestionAboutArticle(question: string): { readonly aspect: SingleAspect; readonly title: string } | undefined {
  const mark = '\uE000';
  for (const forms of Object.values(templates)) {
    for (const aspect of ['summary', 'author', 'date'] as const) {
      const [before = '', after = ''] = forms[aspect](mark).split(mark);
      const isOne = question.startsWith(before) && question.endsWith(after) && question.length > before.length + after.length;
      if (isOne) return { aspect, title: question.slice(before.length, question.length - after.length) };
    }
  }
  return undefined;
}
