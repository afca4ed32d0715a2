"""From words to a mail: text that is whole by itself, and HTML in the brand's look."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi, gettext, pgettext

from orders import conf
from orders.branding import brands
from orders.branding.looks import ColourScheme, Corners, type_tokens
from orders.messages.email import Letter, sender_line
from orders.messages.wording import CarrierWords, MessageView, ParcelPart
from orders.presenters.text import isolated

TEMPLATE = "messages/mail.html"
CORNERS = {Corners.SQUARE: "0", Corners.SLIGHT: "4px", Corners.ROUND: "14px"}
SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that stands in a mail, in order; empty parts are left out."""

    subject: str
    eyebrow: str
    title: str
    before: str = ""
    words: tuple[CarrierWords, ...] = ()
    usual: str = ""
    lead: str = ""
    tone: str = "calm"
    news: tuple[str, ...] = ()
    action: str = ""
    url: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Words and address of each, where there are several."""
    parcels: tuple[ParcelPart, ...] = ()
    small: tuple[str, ...] = ()
    leave_words: str = ""
    leave_url: str = ""


def order_sheet(view: MessageView, *, url: str, why: str, leave_url: str) -> Sheet:
    """The mail about an order. `why` says why it came."""
    return Sheet(
        subject=view.subject,
        eyebrow=view.order_words,
        title=view.sentence,
        before=view.silence,
        words=view.words,
        usual=view.usual,
        lead=view.next_line,
        tone=view.tone,
        news=view.news,
        action=gettext("See your order"),
        url=url,
        parcels=view.parcels,
        small=(view.as_of, why),
        leave_words=gettext("No more messages about this order"),
        leave_url=leave_url,
    )


def write_letter(sheet: Sheet, *, sender: str, message_id: str, thread_id: str = "") -> Letter:
    """The mail in the active language. `sender` is what the merchant chose, or empty for the setting's."""
    brand = brands.current()
    return Letter(
        subject=" ".join(sheet.subject.split()),
        text=_text(sheet, brand),
        html=render_html(sheet, brand),
        sender=sender_line(sender or conf.messages_from(), name=brand.name),
        reply_to=brand.support_email,
        organization=brand.name if brand.name.isascii() else "",
        message_id=message_id,
        thread_id=thread_id,
        leave_url=sheet.leave_url,
    )


def render_html(sheet: Sheet, brand: brands.Branding) -> str:
    """The HTML part; styles stand in it, for mail programs read no other."""
    dark_only = brand.colour_scheme is ColourScheme.DARK
    letters = type_tokens(brand.type_style)
    return render_to_string(
        TEMPLATE,
        {
            "sheet": sheet,
            "brand": brand,
            "language": get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
            "side": "right" if get_language_bidi() else "left",
            "c": brand.palette.dark if dark_only else brand.palette.light,
            "dark": brand.palette.dark if brand.colour_scheme is ColourScheme.AUTO else None,
            "radius": CORNERS[brand.corners],
            "serif": mark_safe(_mail_font(letters.get(f"--title-{get_language()}", letters["--title"]))),  # noqa: S308 - one of our own font stacks
            "title_weight": letters["--title-weight"],
            "sans": mark_safe(SANS),  # noqa: S308 - our own
            "logo": logo_of(brand),
            "site": conf.site_url(),
            "footer": brand.words.footer,
            "help": help_line(brand),
        },
    )


def logo_of(brand: brands.Branding) -> brands.Picture | None:
    """The logo, where mail programs can show it: they draw no SVG."""
    return brand.logo if brand.logo and brand.logo.content_type == "image/png" else None


def help_line(brand: brands.Branding) -> str:
    """How to reach a person; an answer to the mail reaches them too."""
    if not brand.support_email:
        return ""
    return gettext("Questions? Reply to this email, or write to %(email)s.") % {"email": brand.support_email}


def make_id(kind: str, digest: str) -> str:
    """A `Message-ID` of this site, without angles."""
    return f"{kind}.{digest[:16]}@{urlsplit(conf.site_url()).hostname or 'localhost'}"


def _text(sheet: Sheet, brand: brands.Branding) -> str:
    blocks = [sheet.title + ("" if sheet.title.endswith((".", "?", "!", "。")) else _full_stop())]
    blocks += [
        sheet.before,
        *map(_words_text, sheet.words),
        sheet.usual,
        sheet.lead,
        "\n".join(f"- {line}" for line in sheet.news),
    ]
    if sheet.url:
        blocks.append(f"{_before(sheet.action)}\n{sheet.url}")
    blocks += [f"{words}\n{url}" for words, url in sheet.links]
    blocks += [_parcel_text(parcel) for parcel in sheet.parcels]
    blocks += [*sheet.small, help_line(brand), brand.words.footer]
    if sheet.leave_url:
        blocks.append(f"{_before(sheet.leave_words)}\n{sheet.leave_url}")
    return "\n\n".join([*filter(None, blocks), f"-- \n{brand.name}"]) + "\n"


def _parcel_text(parcel: ParcelPart) -> str:
    items = [f"- {title} {details}".rstrip() for title, details in parcel.items]
    rest = [parcel.more, *parcel.carriers, *map(_words_text, parcel.words), parcel.usual]
    return "\n".join([_before(parcel.heading), *items, *filter(None, rest)])


def _words_text(words: CarrierWords) -> str:
    quote = words.marks % {"words": isolated(words.message)} if words.message else ""
    return "\n".join(filter(None, (words.notice, f"{words.says}{quote}")))


def _before(words: str) -> str:
    """`words` and the colon that leads to the next line."""
    return pgettext("before a line", "%(words)s:") % {"words": words}


def _full_stop() -> str:
    return "。" if get_language() == "ja" else "."


def _mail_font(stack: str) -> str:
    """A font stack that may stand in an attribute."""
    return stack.replace('"', "'")
