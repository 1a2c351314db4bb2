# Pinned by tag. A deployment that must be reproducible to the byte replaces the tag by the digest its own registry shows.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: the lockfile may lack other platforms' optional binaries, which `npm install` fills in.
RUN npm install --no-audit --no-fund
COPY . .
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script is needed at run time: better-sqlite3 brings its prebuilt binaries.
RUN npm install --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    PDL_HOST=0.0.0.0 \
    PDL_PORT=8080 \
    PDL_DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /src/package.json /src/LICENSE ./
COPY --from=build /src/dist/apps ./dist/apps
COPY --from=build /src/dist/libs ./dist/libs
COPY --from=build /src/libs/policy-packs/data ./libs/policy-packs/data
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
# No curl in the slim image; Node's own fetch asks the same question.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PDL_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM reaches Node directly, which then finishes what it acknowledged.
# Heap limits: docs/memory.md
CMD ["node", "--enable-source-maps", "--max-semi-space-size=16", "--max-old-space-size=256", "dist/apps/ledger/src/main.js"]
