# The bot in a container: docs/operations.md tells how it is run, docker-compose.yml runs it.

# Packages, two of which are compiled here; the compiler stays behind in this stage.
FROM node:22-slim AS packages
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
# ONNX Runtime comes for every system at once.
RUN find node_modules/onnxruntime-node/bin -mindepth 2 -maxdepth 2 -type d -not -path '*/linux' -exec rm -rf {} +

# The index of the articles, so that the first start has nothing to compute.
FROM node:22-slim AS index
ENV NODE_ENV=production DATA_DIR=/data CORPUS_DIR=/app/corpus
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY models ./models
COPY src ./src
COPY scripts ./scripts
COPY corpus ./corpus
RUN node --import tsx scripts/ingest.ts

FROM node:22-slim
ENV NODE_ENV=production DATA_DIR=/data CORPUS_DIR=/app/corpus HTTP_HOST=0.0.0.0 HTTP_PORT=8080
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json tsconfig.json LICENSE THIRD_PARTY_NOTICES.txt ./
COPY models ./models
COPY src ./src
COPY scripts ./scripts
COPY corpus ./corpus
# A new volume begins as a copy of this folder, and so with the index; one that is older is brought up to date at the start.
COPY --from=index --chown=node:node /data /data
VOLUME /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# One process, which gets the signals itself; with `npm start` there would be three.
ENTRYPOINT ["node", "--import", "tsx", "src/main.ts"]
