"""Pays with django-hordak; run by the Python of a virtual environment of its own, not by ours.

Usage: ledgers_hordak.py prepare|plain|checked DATABASE HOST PROCESSESxTHREADS SECONDS ACCOUNTS

It prints payments per second.
"""

import multiprocessing
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from django.conf import settings


def configure(database: str, host: str) -> None:
    """Set Django up with hordak alone, its currency and its database triggers as it installs them."""
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak"],
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": database, "HOST": host, "USER": "together",
        }},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField", USE_TZ=True, SECRET_KEY="benchmark",
        HORDAK_CURRENCIES=["EUR"], CURRENCIES=("EUR",), DEFAULT_CURRENCY="EUR",
    )  # fmt: skip
    django.setup()


def prepare(accounts: int) -> None:
    """Make the tables and the accounts."""
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    for number in range(accounts):
        Account.objects.create(name=str(number), code=str(number), type="AS", currencies=["EUR"])


def pay(accounts: list[Any], checked: bool) -> None:
    """Make one payment; checked: with both accounts locked, and refused when the payer has too little."""
    from django.db import transaction
    from hordak.models import Account
    from moneyed import Money

    payer, payee = random.sample(accounts, 2)
    with transaction.atomic():
        if checked:
            ids = sorted([payer.pk, payee.pk])
            list(Account.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
            assert payer.get_simple_balance()["EUR"].amount > -(10**9)
        payer.transfer_to(payee, Money("0.01", "EUR"), description="Bread")


def work(arguments: list[str], threads: int, seconds: float, start: Any, results: Any) -> None:
    configure(*arguments[:2])
    from hordak.models import Account

    accounts = list(Account.objects.all())

    def client(number: int) -> int:
        pay(accounts, True)
        start.wait()
        until, done = time.perf_counter() + seconds, 0
        while time.perf_counter() < until:
            pay(accounts, arguments[-1] == "checked")
            done += 1
        return done

    with ThreadPoolExecutor(threads) as clients:
        results.put(sum(clients.map(client, range(threads))))


def main() -> None:
    mode, database, host, shape, seconds, accounts = sys.argv[1:]
    if mode == "prepare":
        configure(database, host)
        prepare(int(accounts))
        return
    processes, threads = map(int, shape.split("x"))
    start, results = multiprocessing.Barrier(processes * threads), multiprocessing.Queue()
    words = ([database, host, mode], threads, float(seconds), start, results)
    workers = [multiprocessing.Process(target=work, args=words) for _ in range(processes)]
    for worker in workers:
        worker.start()
    done = sum(results.get(timeout=float(seconds) + 60) for _ in workers)
    for worker in workers:
        worker.join()
    print(done / float(seconds))


if __name__ == "__main__":
    main()
