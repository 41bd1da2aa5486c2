"""Mail by SMTP: at least once is not good enough for people, so a sent notice is marked at once.

Settings: ``tongban.smtp_host``, ``_port``, ``_from``, ``_security`` (none, starttls, tls), ``_user``,
``_password``. Without a host no mail is sent.
"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from pyramid.registry import Registry

from tongban.notices.models import Notice
from tongban.outbox.handlers import Delivery, OutboxHandler, Park

#: Seconds an SMTP server may take before the attempt counts as failed; well below the lease of a row.
TIMEOUT_S = 20
SECURITY = ("none", "starttls", "tls")
#: From this reply code on an SMTP server refuses for good; below it, for now.
_FOR_GOOD = 500


@dataclass(frozen=True)
class Smtp:
    """The server that takes our mail."""

    host: str
    port: int
    sender: str
    security: str = "none"
    user: str = ""
    password: str = ""

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over. Raises smtplib.SMTPException or OSError."""
        context = ssl.create_default_context()
        if self.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=context)
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        with smtp:
            if self.security == "starttls":
                smtp.starttls(context=context)
            if self.user:
                smtp.login(self.user, self.password)
            smtp.send_message(message)


def smtp_from_settings(settings: Mapping[str, Any]) -> Smtp | None:
    """The server of the settings, None when no host is set. Raises ValueError for an unknown security."""
    host = settings.get("tongban.smtp_host")
    if not host:
        return None
    security = settings.get("tongban.smtp_security") or "none"
    if security not in SECURITY:
        raise ValueError(f"tongban.smtp_security = {security!r}：只能是 {'、'.join(SECURITY)}。")
    return Smtp(
        host=host,
        port=int(settings.get("tongban.smtp_port") or (465 if security == "tls" else 25)),
        sender=settings.get("tongban.smtp_from") or "noreply@localhost",
        security=security,
        user=settings.get("tongban.smtp_user") or "",
        password=settings.get("tongban.smtp_password") or "",
    )


def make_mailer(registry: Registry) -> OutboxHandler:
    """The outbox handler that mails one notice; without an SMTP server in the settings it does nothing."""
    smtp = smtp_from_settings(registry.settings)
    base = registry["tongban.site"].public_url

    def mail(delivery: Delivery) -> None:
        if smtp is None:
            return
        with delivery.sessions() as session:
            notice = session.get(Notice, delivery.thing_id)
            if notice is None or notice.mailed_at is not None or not notice.user.email:
                return
            message = compose(notice, smtp.sender, base)
        try:
            smtp.send(message)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= _FOR_GOOD for code, _reply in error.recipients.values()):
                raise Park(f"收件地址被拒收：{_replies(error)}") from error
            raise
        with delivery.sessions.begin() as session:
            sent = session.get(Notice, delivery.thing_id)
            if sent is not None:
                sent.mailed_at = delivery.now

    return mail


def _replies(error: smtplib.SMTPRecipientsRefused) -> str:
    """What the server said, without the address: the operator's page is no place for it."""
    answers = (f"{code} {reply.decode(errors='replace')}" for code, reply in error.recipients.values())
    return "；".join(answers)


def compose(notice: Notice, sender: str, base_url: str) -> EmailMessage:
    """The mail of a notice: its words and the address of the page, nothing that is not on the site."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = notice.user.email
    message["Subject"] = " ".join(notice.title.split())
    # The same notice always has the same id, so that a mailbox can drop a repetition.
    message["Message-ID"] = f"<notice-{notice.id}@{sender.rsplit('@', 1)[-1]}>"
    message.set_content(f"{notice.body}\n\n查看详情：{base_url}{notice.url}\n")
    return message
