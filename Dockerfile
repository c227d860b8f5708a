# dedup, with its kernels compiled: docker build -t dedup . && docker run --rm -v "$PWD:/data" dedup run dump.jsonl -o out
FROM python:3.13-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/dedup \
 && /opt/dedup/bin/pip install --no-cache-dir --constraint constraints.txt '.[serve]'

FROM python:3.13-slim
COPY --from=build /opt/dedup /opt/dedup
ENV PATH=/opt/dedup/bin:$PATH NUMBA_CACHE_DIR=/opt/kernels
RUN useradd --create-home --uid 10001 dedup && mkdir /opt/kernels /data && chown dedup /opt/kernels /data
USER dedup
# Compiled here once, for the processor that builds: on another kind numba compiles anew.
RUN dedup warmup
WORKDIR /data
ENTRYPOINT ["dedup"]
CMD ["--help"]
