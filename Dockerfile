# The same bytes each time: docker build --build-arg PYTHON=python:3.13-slim@sha256:... --build-arg NODE=node:22-slim@sha256:...
# with the digests that `docker buildx imagetools inspect python:3.13-slim` says.
ARG NODE=node:22-slim
ARG PYTHON=python:3.13-slim

# The small bundle of plotly.js, with the kinds of figure that the pages have, and the font of the pictures that links have.
# If the base image has no npm, the folder stays empty: the app serves the full bundle from the Python package plotly, and
# links have no pictures.
FROM ${NODE} AS scripts
WORKDIR /scripts
COPY package.json package-lock.json ./
COPY serving/plotly.mjs serving/
RUN mkdir built && if command -v npm; then npm ci --ignore-scripts --no-audit --no-fund && node serving/plotly.mjs \
 && cp node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf node_modules/dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf built/; fi

FROM ${PYTHON} AS build
COPY requirements.txt .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt \
 && rm -r /opt/venv/lib/python3*/site-packages/pandas/tests \
 && /opt/venv/bin/pip uninstall --yes --disable-pip-version-check pip
WORKDIR /app
COPY app.py gunicorn.conf.py ./
COPY core core
COPY components components
COPY callbacks callbacks
COPY serving serving
COPY assets assets
COPY --from=scripts /scripts/built built
RUN /opt/venv/bin/python -m compileall -q . && /opt/venv/bin/python -c "from app import create_app; create_app().pack()"

FROM ${PYTHON}
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PORT=8050
USER 10001:10001
EXPOSE 8050
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=2)"]
CMD ["python", "-m", "serving"]
