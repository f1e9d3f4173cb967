"""The commands ``together ledgers``."""

import json

import click
from flask.cli import with_appcontext

from app.errors import Refusal
from app.ledgers import chain, exporting, finding, published
from app.ledgers.verification import Verdict, snapshot, verdict
from app.web.database import db

SHOWN = 20
"""Most faults told of one ledger; the first is what matters."""


@click.group("ledgers")
def group() -> None:
    """Look after the ledgers."""


@group.command()
@click.argument("ledger", required=False)
@click.option("--head", "digest", help="A digest of its chain that somebody kept: is it still part of it?")
@click.option("--number", type=int, help="The number in the chain that the digest had.")
@with_appcontext
def verify(ledger: str | None, digest: str | None, number: int | None) -> None:
    """Recompute LEDGER, or every ledger, from its first transfer; end with an error if anything is wrong.

    LEDGER is an id, a name that no other ledger has, or an address as 'together ledgers list' shows.
    """
    if (digest or number) and not ledger:
        raise Refusal("Say which ledger the digest is of.")
    if number is not None and not digest:
        raise Refusal("A number alone says nothing: give the digest with --head.")
    chain.link_all(db.session)
    wrong = 0
    with snapshot(db.session):
        chosen = finding.listed(db.session) if ledger is None else [finding.find(db.session, ledger)]
        for one in chosen:
            found = verdict(db.session, one.id)
            _say(f"{one.name} ({one.id})", found)
            wrong += len(found.faults)
            if digest is not None and not _kept(one, digest, number):
                wrong += 1
    click.echo(f"{len(chosen)} ledgers checked, {wrong} faults.")
    if wrong:
        raise SystemExit(1)


def _say(name: str, found: Verdict) -> None:
    if not found.faults:
        click.echo(f"{name}: sound, chain {found.head.number} {found.head.hex}")
        return
    click.echo(f"{name}: {len(found.faults)} faults")
    for fault in found.faults[:SHOWN]:
        click.secho(f"  {fault.rule} {fault.about_id}: {fault.text}", fg="red")
    if len(found.faults) > SHOWN:
        click.secho(f"  and {len(found.faults) - SHOWN} more", fg="red")


def _kept(one: finding.Listed, digest: str, number: int | None) -> bool:
    place = published.place_of(db.session, one.id, digest)
    if place is None:
        click.secho(f"  L9 {one.id}: its chain does not contain the digest {digest}", fg="red")
    elif number is not None and place != number:
        click.secho(f"  L9 {one.id}: the digest {digest} has number {place}, not {number}", fg="red")
    else:
        click.echo(f"  The digest {digest} is number {place} of the chain, as it was.")
        return True
    return False


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@with_appcontext
def list_(as_json: bool) -> None:
    """List the ledgers with the head of each chain."""
    rows = [
        {
            "id": str(one.id),
            "address": one.address,
            "name": one.name,
            "unit": one.unit,
            "accounts": one.accounts,
            "transfers": head.number,
            "head": head.hex,
            "stopped_at": one.stopped_at.isoformat() if one.stopped_at else None,
        }
        for one in finding.listed(db.session)
        for head in [chain.head(db.session, one.id)]
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        stopped = ", STOPPED" if row["stopped_at"] else ""
        click.echo(f"{row['id']}  {row['address']}  {row['name']}")
        click.echo(
            f"    {row['accounts']} accounts, {row['transfers']} transfers, head {row['head']}{stopped}"
        )


@group.command()
@click.argument("ledger")
@click.option("--json", "as_json", is_flag=True, required=True, help="One JSON document, the only format.")
@with_appcontext
def export(ledger: str, as_json: bool) -> None:
    """Write all of LEDGER to standard output, so that anybody can recompute it.

    Accounts are opaque ids; docs/ledgers-export.md describes the document and shows a checker.
    """
    chain.link_all(db.session)
    with snapshot(db.session):
        one = finding.find(db.session, ledger)
        for line in exporting.lines(db.session, one.id):
            click.echo(line)


@group.command()
@click.argument("ledger")
@click.option("--although-wrong", is_flag=True, help="Even if the check still finds something wrong.")
@with_appcontext
def resume(ledger: str, although_wrong: bool) -> None:
    """Let amounts move again in a LEDGER that a check stopped, after another check."""
    chain.link_all(db.session)
    with snapshot(db.session):
        one = finding.find(db.session, ledger)
        found = verdict(db.session, one.id)
    _say(f"{one.name} ({one.id})", found)
    if found.faults and not although_wrong:
        raise Refusal(f"{one.name} stays stopped: docs/operating.md says what to do.")
    finding.resume(db.session, one.id)
    db.session.commit()
    click.echo(f"Amounts move in {one.name}.")
