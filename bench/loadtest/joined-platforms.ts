import type { FloodingGroup, PlatformServer, Room } from './platform.js';

/** Several platforms as one: a bot that serves them all at once, and rooms on each in turn. */
export function joinPlatforms(servers: readonly PlatformServer[]): PlatformServer {
  const [only] = servers;
  if (only !== undefined && servers.length === 1) return only;
  let opened = 0;
  let poured = 0;

  const called = (platform: string): PlatformServer => {
    const server = servers.find(({ name }) => name === platform);
    if (server === undefined) throw new Error(`There is no ${platform} here.`);
    return server;
  };
  const sum = (count: (server: PlatformServer) => number): number => servers.reduce((total, server) => total + count(server), 0);

  return {
    name: servers.map(({ name }) => name).join(' and '),
    platforms: servers.flatMap(({ platforms }) => platforms),
    environment: Object.fromEntries(servers.flatMap(({ environment }) => Object.entries(environment))),
    createAdapters: (parts) => servers.flatMap((server) => server.createAdapters(parts)),
    listens: async () => {
      await Promise.all(servers.map((server) => server.listens()));
    },
    openRoom: (): Room => {
      const server = servers[opened++ % servers.length];
      if (server === undefined) throw new Error('There is no platform to open a room on.');
      return server.openRoom();
    },
    openFloodingGroup: (): FloodingGroup => {
      const groups = servers.map((server) => server.openFloodingGroup());
      return {
        prepare: async (question) => {
          await Promise.all(groups.map((group) => group.prepare(question)));
        },
        pour: (kind) => groups[poured++ % groups.length]?.pour(kind),
        get messageCount() {
          return Math.max(...groups.map(({ messageCount }) => messageCount));
        },
      };
    },
    isPromised: (asked) => called(asked.platform).isPromised(asked),
    acknowledgedAfterMs: (asked) => called(asked.platform).acknowledgedAfterMs(asked),
    recognisesRepeats: (platform) => called(platform).recognisesRepeats(platform),
    strike: (share) => servers.forEach((server) => server.strike(share)),
    calm: () => servers.forEach((server) => server.calm()),
    delivered: () => servers.flatMap((server) => server.delivered()),
    openCitation: (answer) => called(answer.shownIn.platform).openCitation(answer),
    get callCount() {
      return sum(({ callCount }) => callCount);
    },
    get struckCount() {
      return sum(({ struckCount }) => struckCount);
    },
    get impatientCount() {
      return sum(({ impatientCount }) => impatientCount);
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
