# The hub on a supported Node, unprivileged. Its Postgres is outside: set DATABASE_URL and TOCSIN_SECRET.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY client/package.json client/
COPY client/bin client/bin
COPY web/package.json web/
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 TOCSIN_DATA=/var/lib/tocsin
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/client ./client
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/web/package.json ./web/
COPY --from=build --chown=root:root /app/web/dist ./web/dist
COPY --chown=root:root hafnium.csv ./
RUN install -d -o node -g node -m 0700 /var/lib/tocsin
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=128", "--initial-old-space-size=256", "--enable-source-maps", "dist/src/main.js"]
