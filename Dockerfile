# presenced in a container: built from source, without root, for a read-only root file system. compose.yaml runs it.
#
#   docker build -t presenced .

FROM debian:12-slim AS build
WORKDIR /src
# The packages first: this layer stays when the sources change.
COPY scripts/setup scripts/setup
RUN scripts/setup --package && rm -rf /var/lib/apt/lists/*
COPY . .
RUN scripts/package && mv build/release/presenced_*.deb /presenced.deb

FROM debian:12-slim
# A fixed id, so that files on the host can be given to it: chown 970:970.
RUN groupadd --system --gid 970 presenced && \
    useradd --system --uid 970 --gid presenced --home-dir /var/lib/presenced --no-create-home presenced
# The package's own dependencies, and no systemd.
RUN --mount=from=build,source=/presenced.deb,target=/tmp/presenced.deb \
    apt-get update && \
    apt-get install -y --no-install-recommends systemd-standalone-sysusers /tmp/presenced.deb && \
    rm -rf /var/lib/apt/lists/*
RUN install -d -o presenced -g presenced -m 0750 /var/lib/presenced /run/presenced

USER presenced
# The history, and nothing else, is written.
VOLUME /var/lib/presenced
# Whether the daemon answers. An unreachable Slack does not make it unhealthy: presenced records the gap and reconnects.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s CMD ["presencectl", "status"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["presenced"]
CMD ["run"]
