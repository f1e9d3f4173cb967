"""Settings of gunicorn: ``gunicorn --config app/gunicorn.py 'app.serving:application()'``."""

import gc
import multiprocessing
from typing import Any

workers = min(multiprocessing.cpu_count(), 4)
worker_class = "gthread"
threads = 4
timeout = 30
limit_request_line = 8190
graceful_timeout = 20
max_requests = 50_000
max_requests_jitter = 5_000
preload_app = False  # every worker opens its own connections

gc.disable()  # until a worker has started, which takes a quarter less time then


def post_worker_init(worker: Any) -> None:
    """Run the jobs in every worker; claims keep several from doing the same work."""
    gc.freeze()  # what the application is made of stays
    gc.enable()
    from app.jobs.worker import start_embedded

    application = worker.wsgi
    if application.extensions["together_settings"].embedded_jobs:
        worker.together_jobs = start_embedded(application)


def worker_exit(server: Any, worker: Any) -> None:
    """Let the jobs of a leaving worker come to their end."""
    consumer = getattr(worker, "together_jobs", None)
    if consumer is not None:
        consumer.stop()
