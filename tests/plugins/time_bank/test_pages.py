from app.testing import factories


def test_the_coordinator_sees_what_everybody_gave_and_received(client, valley):
    valley.done(90)
    valley.done(30)
    factories.sign_in(client, valley.carl.person)

    page = client.get("/t/bordeaux/time_bank/time-bank/balances").text

    rows = [" ".join(row.split()) for row in page.split("<tr>")[2:]]
    assert len(rows) == 2
    assert ">Ana</a>" in rows[0]
    assert '−2 h</td> <td class="number">0 min</td> <td class="number">2 h</td>' in rows[0]
    assert '+2 h</td> <td class="number">2 h</td> <td class="number">0 min</td>' in rows[1]


def test_others_do_not_find_the_balances(client, valley):
    valley.done(90)
    factories.sign_in(client, valley.ana.person)

    answer = client.get("/t/bordeaux/time_bank/time-bank/balances")

    assert answer.status_code == 404
    assert "Bea" not in answer.text


def test_balances_are_not_found_where_the_time_bank_is_off(client, valley):
    from app.subnetworks.services import switch_off

    switch_off(valley.session, valley.subnetwork, "time_bank")
    valley.session.commit()
    factories.sign_in(client, valley.carl.person)

    assert client.get("/t/bordeaux/time_bank/time-bank/balances").status_code == 404


def test_before_the_first_exchange_the_balances_say_how_accounts_open(client, valley):
    factories.sign_in(client, valley.carl.person)

    page = client.get("/t/bordeaux/time_bank/time-bank/balances").text

    assert "Accounts open by themselves with the first exchange in hours." in page


def test_the_sub_network_shows_how_many_hours_went_round(client, valley):
    valley.done(90)
    valley.done(30)
    valley.agreed(60)
    factories.sign_in(client, valley.ana.person)

    page = " ".join(client.get("/t/bordeaux/networks/time-bank").text.split())

    assert '<p class="balance">2 h</p> <p>2 exchanges so far. 2 people took part.' in page
    assert "2 h in the last thirty days." in page
    assert "An account may go down to −10 h" in page
    assert "Balances of the members" not in page


def test_the_panel_of_hours_is_for_the_member_alone(app, valley):
    from plugins.time_bank.panels import my_hours

    valley.done(90)

    mine = my_hours(valley.session, valley.ana, valley.ana)
    assert [view.account.balance for view in mine["views"]] == [-90]
    assert my_hours(valley.session, valley.ana, valley.bea) is None
    assert my_hours(valley.session, valley.carl, valley.carl) is None


def test_a_member_reads_their_hours_on_their_page(client, valley):
    valley.done(90)
    factories.sign_in(client, valley.ana.person)

    page = client.get("/t/bordeaux/me").text

    assert "My hours" in page
    assert "−1 h 30" in page


def test_who_gave_much_is_invited_to_ask_and_who_received_much_to_give(client, valley):
    valley.settings(lowest_balance_minutes=-100, highest_balance_minutes=100)
    valley.done(90)

    said = []
    for member in (valley.bea, valley.ana):
        factories.sign_in(client, member.person)
        said.append(client.get("/t/bordeaux/me").text)

    assert "You have given much: ask for something." in said[0]
    assert "You have received much. What could you do for somebody?" in said[1]
