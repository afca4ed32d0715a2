"""Every language the shop may offer: grammar of days and numbers, and the page in each state."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation

from orders.domain.timeline import build_timeline
from orders.domain.timeline.kinds import HeadlineKind, Journey
from orders.domain.timeline.model import Headline
from orders.domain.when import Day
from orders.gallery.builders import NOW, a_fulfillment, a_tracking, an_event, an_order
from orders.gallery.states import GALLERY
from orders.presenters import OrderPage, present_freshness, present_order
from orders.presenters.dates import day_label, day_phrase, moment_label, moment_phrase, span_phrase
from orders.presenters.headline import headline_words
from orders.presenters.text import isolated

LANGUAGES = [code for code, _ in settings.LANGUAGES]
OTHERS = [code for code in LANGUAGES if code != "en"]
TUESDAY = datetime(2026, 11, 24, 9, 5, tzinfo=ZoneInfo("Europe/Madrid"))
FIRST = datetime(2026, 12, 1, 14, 32, tzinfo=TUESDAY.tzinfo)


def at(days: int, hour: int = 14, minute: int = 32) -> datetime:
    return (TUESDAY + timedelta(days=days)).replace(hour=hour, minute=minute)


def page_of(state: str) -> OrderPage:
    order = GALLERY[state](NOW)
    return present_order(
        order,
        build_timeline(order, now=NOW),
        now=NOW,
        checked_at=NOW - timedelta(minutes=4),
        overrides={},
        image_hosts=[],
    )


@pytest.mark.parametrize(
    ("language", "thursday", "saturday", "first_of_december", "next_year"),
    [
        ("fr", "jeudi", "samedi", "mardi 1er décembre", "samedi 23 janvier 2027"),
        ("de", "am Donnerstag", "am Samstag", "am Dienstag, 1. Dezember", "am Samstag, 23. Januar 2027"),
        (
            "pt-br",
            "na quinta-feira",
            "no sábado",
            "na terça-feira, 1º de dezembro",
            "no sábado, 23 de janeiro de 2027",
        ),
        ("it", "giovedì", "sabato", "martedì 1 dicembre", "sabato 23 gennaio 2027"),
        ("nl", "donderdag", "zaterdag", "dinsdag 1 december", "zaterdag 23 januari 2027"),
        ("ja", "木曜日", "土曜日", "12月1日\uff08火\uff09", "2027年1月23日\uff08土\uff09"),
        ("ar", "يوم الخميس", "يوم السبت", "يوم الثلاثاء 1 ديسمبر", "يوم السبت 23 يناير 2027"),
    ],
)
def test_it_says_a_day_with_its_own_preposition_and_gender(
    language: str, thursday: str, saturday: str, first_of_december: str, next_year: str
) -> None:
    with translation.override(language):
        said = [day_phrase(day, now=TUESDAY) for day in (at(2), at(4), FIRST, at(60))]
    assert said == [thursday, saturday, first_of_december, next_year]


@pytest.mark.parametrize(
    ("language", "half_past_two", "one_o_clock", "last_week"),
    [
        ("fr", "hier à 14:32", "hier à 01:05", "mardi 17 novembre à 14:32"),
        ("de", "gestern um 14:32 Uhr", "gestern um 01:05 Uhr", "am Dienstag, 17. November um 14:32 Uhr"),
        ("pt-br", "ontem às 14:32", "ontem à 01:05", "na terça-feira, 17 de novembro às 14:32"),
        ("it", "ieri alle 14:32", "ieri all’01:05", "martedì 17 novembre alle 14:32"),
        ("nl", "gisteren om 14:32", "gisteren om 01:05", "dinsdag 17 november om 14:32"),
        ("ja", "昨日14:32に", "昨日1:05に", "11月17日\uff08火\uff09 14:32に"),
        ("ar", "أمس في الساعة 2:32 م", "أمس في الساعة 1:05 ص", "يوم الثلاثاء 17 نوفمبر في الساعة 2:32 م"),
    ],
)
def test_it_says_a_moment_by_the_clock_of_the_language(
    language: str, half_past_two: str, one_o_clock: str, last_week: str
) -> None:
    with translation.override(language):
        said = [moment_phrase(moment, now=TUESDAY) for moment in (at(-1), at(-1, 1, 5), at(-7))]
    assert said == [half_past_two, one_o_clock, last_week]


@pytest.mark.parametrize(
    ("language", "days", "dates", "by", "far"),
    [
        (
            "fr",
            "entre aujourd’hui et vendredi",
            "entre le 1er et le 5 décembre",
            "au plus tard demain",
            "entre le mardi 1er décembre et le dimanche 3 janvier 2027",
        ),
        (
            "de",
            "zwischen heute und Freitag",
            "zwischen dem 1. und dem 5. Dezember",
            "bis morgen",
            "zwischen Dienstag, 1. Dezember und Sonntag, 3. Januar 2027",
        ),
        (
            "pt-br",
            "entre hoje e sexta-feira",
            "entre 1º e 5 de dezembro",
            "até amanhã",
            "entre terça-feira, 1º de dezembro e domingo, 3 de janeiro de 2027",
        ),
        (
            "it",
            "tra oggi e venerdì",
            "tra martedì 1 e sabato 5 dicembre",
            "entro domani",
            "tra martedì 1 dicembre e domenica 3 gennaio 2027",
        ),
        (
            "nl",
            "tussen vandaag en vrijdag",
            "tussen 1 en 5 december",
            "uiterlijk morgen",
            "tussen dinsdag 1 december en zondag 3 januari 2027",
        ),
        (
            "ja",
            "今日\u301c金曜日",
            "12月1日\u301c5日",
            "明日までに",
            "12月1日\uff08火\uff09\u301c2027年1月3日\uff08日\uff09",
        ),
        (
            "ar",
            "بين اليوم ويوم الجمعة",
            "بين 1 و5 ديسمبر",
            "بحلول الغد",
            "بين يوم الثلاثاء 1 ديسمبر ويوم الأحد 3 يناير 2027",
        ),
    ],
)
def test_it_says_a_span_without_the_preposition_of_a_day(
    language: str, days: str, dates: str, by: str, far: str
) -> None:
    spans = [(at(0), at(3)), (FIRST, FIRST + timedelta(days=4)), (at(-1), at(1)), (FIRST, at(40))]
    with translation.override(language):
        said = [span_phrase(Day(first.date()), Day(last.date()), now=TUESDAY) for first, last in spans]
    assert said == [days, dates, by, far]


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("fr", "mar. 1er déc., 14:32", "1er décembre"),
        ("de", "Di., 1. Dez., 14:32", "1. Dezember"),
        ("pt-br", "ter., 1º de dez., 14:32", "1º de dezembro"),
        ("it", "mar 1 dic, 14:32", "1 dicembre"),
        ("nl", "di 1 dec, 14:32", "1 december"),
        ("ja", "12月1日\uff08火\uff09 14:32", "12月1日"),
        ("ar", "الثلاثاء 1 ديسمبر، 2:32 م", "1 ديسمبر"),
    ],
)
def test_a_label_is_written_as_the_language_writes_dates(language: str, moment: str, day: str) -> None:
    with translation.override(language):
        assert moment_label(FIRST, now=TUESDAY).text == moment
        assert day_label(FIRST, now=TUESDAY).text == day


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "قبل دقيقة واحدة"),
        (2, "قبل دقيقتين"),
        (3, "قبل 3 دقائق"),
        (10, "قبل 10 دقائق"),
        (11, "قبل 11 دقيقة"),
        (59, "قبل 59 دقيقة"),
    ],
)
def test_arabic_counts_in_its_own_forms_and_in_european_digits(minutes: int, said: str) -> None:
    with translation.override("ar"):
        view = present_freshness(NOW - timedelta(minutes=minutes), now=NOW)
    assert view.words.endswith(said)


@pytest.mark.parametrize("kind", HeadlineKind)
def test_every_sentence_is_whole_and_begins_with_a_capital(kind: HeadlineKind) -> None:
    headline = Headline(kind=kind, at=at(-1), place="Zaragoza", count=1, total=2)
    for language in LANGUAGES:
        with translation.override(language):
            sentence = headline_words(headline, journey=Journey.SHIPPING, now=TUESDAY)
        assert sentence == sentence.strip(), language
        assert sentence[0] == sentence[0].upper(), language
        assert not re.search(r"%\(|\s{2}|\s[,.)]|\(\s|[.;:]$", sentence), language


@pytest.mark.parametrize("state", GALLERY)
def test_no_page_says_its_sentence_in_english(state: str) -> None:
    english = page_of(state)
    for language in OTHERS:
        with translation.override(language):
            page = page_of(state)
        assert page.sentence != english.sentence, language
        assert page.next_line != english.next_line or not page.next_line, language
        assert page.freshness.words != english.freshness.words, language
    assert [milestone.state for milestone in page.milestones] == [
        milestone.state for milestone in english.milestones
    ]


def test_text_from_outside_keeps_its_own_direction_in_an_arabic_sentence() -> None:
    with translation.override("ar"):
        page = page_of("overdue")
    assert "\u2068Guadalajara\u2069" in page.sentence
    assert "\u2068#1001\u2069" in page.order_words
    assert "\u2068Correos\u2069" in page.parcels[0].tracking[0].link_words


@pytest.mark.parametrize(
    ("language", "text", "fenced"),
    [
        ("en", "Zaragoza", False),
        ("en", "القاهرة", True),
        ("de", "חיפה", True),
        ("ar", "Zaragoza", True),
        ("ar", "", False),
    ],
)
def test_it_fences_only_text_that_may_turn_the_sentence(language: str, text: str, fenced: bool) -> None:
    with translation.override(language):
        assert isolated(text) == (f"\u2068{text}\u2069" if fenced else text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_carrier_wrote_is_left_as_it_is(language: str) -> None:
    message = "Arrived at sorting centre (ZAZ)"
    order = an_order(
        fulfillments=(
            a_fulfillment(
                display_status="IN_TRANSIT",
                events=(an_event("IN_TRANSIT", message=message),),
                tracking=(a_tracking("AB1", company="Correos"),),
            ),
        )
    )
    with translation.override(language):
        page = present_order(
            order,
            build_timeline(order, now=NOW),
            now=NOW,
            checked_at=NOW,
            overrides={},
            image_hosts=[],
        )
    assert page.parcels[0].events[0].message == message


@pytest.mark.parametrize(
    ("language", "place"),
    [
        ("en", "Madrid, Spain"),
        ("ja", "スペイン、Madrid"),
        ("ar", "\u2068Madrid\u2069، \u2068إسبانيا\u2069"),
    ],
)
def test_a_scans_place_and_country_stand_in_the_order_and_with_the_sign_of_the_language(
    language: str, place: str
) -> None:
    with translation.override(language):
        (parcel,) = page_of("arriving").parcels
    assert place in [event.place for event in parcel.events]
