# Patchbay in a container: built once, run as a user without rights, data in /data.
FROM node:24-bookworm-slim AS build
WORKDIR /patchbay
COPY . .
RUN npm ci && npm run build

FROM node:24-bookworm-slim
WORKDIR /patchbay
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY runtime/package.json runtime/
COPY designer/package.json designer/
RUN npm ci --omit=dev --workspace @patchbay/runtime --include-workspace-root && npm cache clean --force
COPY scripts scripts
COPY flows flows
COPY shared/src shared/src
COPY runtime/src runtime/src
COPY --from=build /patchbay/designer/dist designer/dist
COPY --from=build /patchbay/runtime/dist runtime/dist
RUN mkdir /data && chown -R node:node /data runtime/dist

USER node
ENV PATCHBAY_HOST=0.0.0.0 PATCHBAY_DATA_DIR=/data
EXPOSE 3000
VOLUME /data
# The same command as `npm start`, without a build.
CMD ["node", "scripts/start.ts", "--built"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
