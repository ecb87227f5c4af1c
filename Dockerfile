# Two stages: the first has everything needed to install, the second only what is needed to run.
# The root file system may be read-only; all data is in /data.
FROM python:3.13-slim AS build
WORKDIR /source
COPY requirements.lock ./
RUN python -m venv /opt/spudwatch && /opt/spudwatch/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY storage storage
RUN /opt/spudwatch/bin/pip install --no-cache-dir --no-deps --no-build-isolation . && \
    /opt/spudwatch/bin/pip uninstall --yes hatchling editables pip

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /data spudwatch && mkdir /data && chown spudwatch /data
COPY --from=build /opt/spudwatch /opt/spudwatch
ENV PATH=/opt/spudwatch/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SPUDWATCH_DATABASE=/data/spudwatch.db SPUDWATCH_METRICS_PORT=9464 \
    SPUDWATCH_METRICS_HOST=0.0.0.0 SPUDWATCH_WEB__HOST=0.0.0.0 \
    SPUDWATCH_DISCORD__HTTP_HOST=0.0.0.0 SPUDWATCH_SLACK__HTTP_HOST=0.0.0.0
USER 10001
VOLUME /data
EXPOSE 9464
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["spudwatch", "doctor", "--healthz"]
ENTRYPOINT ["spudwatch"]
CMD ["serve"]
